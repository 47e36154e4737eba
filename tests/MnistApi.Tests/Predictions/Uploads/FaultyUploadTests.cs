using MnistApi.Predictions.Contracts;
using MnistApi.Tests.Imaging;

namespace MnistApi.Tests.Predictions.Uploads;

/// <summary>Uploads that once went wrong, predicted by the built-in model.</summary>
public class FaultyUploadTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("seven.bmp")]
    [InlineData("seven-no-trailer.gif")]
    [InlineData("seven-screen-96.gif")]
    [InlineData("seven-no-eoi.jpg")]
    [InlineData("seven-restarts.jpg")]
    [InlineData("seven-progressive.jpg")]
    public async Task The_service_recognizes_files_that_browsers_show(string name)
    {
        var prediction = await service.Client.PredictAsync(UploadRequests.Raw(SampleImages.Read(name)), "builtin");

        Assert.Equal((Verdict.Digit, 7), (prediction.Verdict, prediction.Digit));
    }

    [Fact]
    public async Task Two_digits_have_the_same_finite_probabilities_every_time()
    {
        var predictions = new List<Prediction>();
        for (var i = 0; i < 20; i++)
        {
            await service.Client.PredictAsync(UploadRequests.WhiteSheet(), "builtin");
            predictions.Add(await service.Client.PredictAsync(UploadRequests.Raw(SampleImages.Read("two-digits.png")), "builtin"));
        }

        Assert.All(predictions, prediction =>
        {
            Assert.Equal(Verdict.SeveralDigits, prediction.Verdict);
            Assert.All(prediction.Probabilities, probability => Assert.InRange(probability, 0, 1));
            Assert.Equal(predictions[0].Probabilities, prediction.Probabilities);
        });
    }
}
