using System.Net;
using System.Text.RegularExpressions;

namespace MnistApi.Tests.Http.OpenApi;

public class OpenApiDocumentTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task The_service_serves_the_committed_document()
    {
        var served = await service.Client.GetStringAsync("/swagger/v1/swagger.json", TestContext.Current.CancellationToken);
        var committed = await File.ReadAllTextAsync(Repository.PathOf(OpenApiDocument.File), TestContext.Current.CancellationToken);

        var differing = served
            .TrimEnd()
            .Split('\n')
            .Zip(committed.TrimEnd().Split('\n'))
            .FirstOrDefault(lines => lines.First != lines.Second);
        Assert.True(
            served.TrimEnd() == committed.TrimEnd(),
            $"""
            The service's OpenAPI document is not {OpenApiDocument.File}.
            The first line that differs: served '{differing.First?.Trim()}', committed '{differing.Second?.Trim()}'.
            Renew the file and look at its difference, which is what clients will see:
              dotnet run -c Release --project src/MnistApi -- --openapi {OpenApiDocument.File}
            """);
    }

    [Fact]
    public async Task The_page_loads_nothing_from_other_hosts()
    {
        var page = await service.Client.GetStringAsync("/swagger/index.html", TestContext.Current.CancellationToken);
        var files = Regex.Matches(page, "(?:src|href)=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain("//", file, StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var response = await service.Client.GetAsync($"/swagger/{file}", TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{file}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/", "MnistApi")]
    [InlineData("/swagger", "MnistApi")]
    [InlineData("/hangfire", "Hangfire Dashboard")]
    public async Task Pages_for_people_are_there(string path, string text) =>
        Assert.Contains(text, await service.Client.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
}
