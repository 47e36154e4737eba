using MnistApi.Imaging;
using MnistApi.Tests.Predictions;

namespace MnistApi.Tests.Http.Json;

public class SizedAnswersTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Answers_have_their_length_and_are_not_chunked()
    {
        using var prediction = await service.Client.PostPredictionAsync(UploadRequests.Raw(UploadRequests.Drawing(ImageFormat.Png)));
        using var list = await service.Client.GetAsync(Api.Models, TestContext.Current.CancellationToken);

        foreach (var response in new[] { prediction, list })
        {
            response.EnsureSuccessStatusCode();
            Assert.NotEqual(true, response.Headers.TransferEncodingChunked);
            Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        }
    }
}
