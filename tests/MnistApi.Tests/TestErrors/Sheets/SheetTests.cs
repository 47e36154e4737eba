using System.Net;
using MnistApi.Http.Errors;
using MnistApi.TestErrors.Sheets;
using MnistApi.Tests.Imaging;
using MnistApi.Tests.ModelRegistry;

namespace MnistApi.Tests.TestErrors.Sheets;

/// <summary>The sheet over HTTP. <see cref="ErrorSheetTests"/> checks how it is drawn.</summary>
[Collection(TrainedModels.Collection)]
public class SheetTests(TrainedModels trained)
{
    private string Path => $"{Api.Models}/{trained.First}/test-errors/sheet.png";

    [Theory]
    [InlineData("", "", 0, 25)]
    [InlineData("start=3&count=7", "", 3, 7)]
    [InlineData("sort=loss&count=5", "sort=loss", 0, 5)]
    [InlineData("sort=confidence&order=ascending&label=2&count=5", "sort=confidence&order=ascending&label=2", 0, 5)]
    [InlineData("predicted=9&start=1", "predicted=9", 1, 25)]
    [InlineData("start=1000000", "", 1_000_000, 25)]
    public async Task The_sheet_shows_the_errors_of_the_list_in_the_same_order(string query, string listQuery, int start, int count)
    {
        var errors = (await trained.ListErrorsAsync(trained.First, listQuery)).Skip(start).Take(count);
        var images = new List<SheetImage>();
        foreach (var error in errors)
        {
            var file = await trained.Client.GetByteArrayAsync(error.ImageUrl, TestContext.Current.CancellationToken);
            images.Add(new SheetImage(TestDecoder.Decode(file).ToGray(), error.Index, error.Label, error.Predicted));
        }

        using var response = await trained.Client.GetAsync($"{Path}?{query}", TestContext.Current.CancellationToken);
        var sheet = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TestDecoder.Decode(ErrorSheet.Draw(images)).ToGray(), TestDecoder.Decode(sheet).ToGray());
    }

    [Theory]
    [InlineData("count=26", "count", "between 1 and 25. It is 26")]
    [InlineData("count=0", "count", "between 1 and 25. It is 0")]
    [InlineData("start=-1", "start", "between 0 and 1000000. It is -1")]
    public async Task An_invalid_range_is_refused(string query, string parameter, string expected)
    {
        using var response = await trained.Client.GetAsync($"{Path}?{query}", TestContext.Current.CancellationToken);
        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);

        Assert.Contains(expected, Assert.Single(problem.Errors(parameter)), StringComparison.Ordinal);
    }
}
