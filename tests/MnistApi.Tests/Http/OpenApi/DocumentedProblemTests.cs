using System.Text.RegularExpressions;
using MnistApi.Http.Errors;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>Problems in the OpenAPI document and in docs/problems.md.</summary>
public class DocumentedProblemTests
{
    [Fact]
    public void Each_problem_of_an_operation_has_an_example_with_its_code_and_status()
    {
        var problems = OpenApiDocument.Committed.AllContents().Where(content => content.Type == "application/problem+json").ToArray();
        var examples = (
            from content in problems
            from example in content.Content.GetProperty("examples").EnumerateObject()
            select (content.Place, example.Name, Value: example.Value.GetProperty("value"))).ToArray();

        Assert.All(problems, content =>
            Assert.Equal("#/components/schemas/Problem", content.Content.GetProperty("schema").GetProperty("$ref").GetString()));
        Assert.All(problems, content => Assert.NotEmpty(content.Content.GetProperty("examples").EnumerateObject()));
        Assert.All(examples, example => Assert.Equal(example.Name, example.Value.GetProperty("code").GetString()));
        Assert.All(examples, example =>
            Assert.Contains($" {example.Value.GetProperty("status")} ", example.Place, StringComparison.Ordinal));
        Assert.All(examples, example => Assert.Equal(Title(example.Name), example.Value.GetProperty("title").GetString()));
    }

    [Fact]
    public void All_errors_of_an_operation_are_problems() =>
        Assert.Empty(
            from operation in OpenApiDocument.Committed.Operations
            from response in operation.Responses
            where response.Name[0] is '4' or '5'
            let types = response.Value.GetProperty("content").EnumerateObject().Select(content => content.Name)
            where !types.SequenceEqual(["application/problem+json"])
            select $"{operation} {response.Name}");

    [Fact]
    public void Each_code_can_come_from_an_operation_or_from_the_framework()
    {
        var documented = OpenApiDocument.Committed.AllContents().Where(content => content.Type == "application/problem+json")
            .SelectMany(content => content.Content.GetProperty("examples").EnumerateObject().Select(example => example.Name));

        ProblemCode[] ofTheFramework = [ProblemCode.RouteNotFound, ProblemCode.MethodNotAllowed, ProblemCode.Unauthorized];
        Assert.Equal(
            Enum.GetValues<ProblemCode>().Select(Problems.NameOf).Order(),
            documented.Concat(ofTheFramework.Select(Problems.NameOf)).Distinct().Order());
    }

    [Fact]
    public void The_list_of_problems_shows_each_code_with_its_status_and_title_in_order()
    {
        var rows = File.ReadLines(Repository.PathOf("docs/problems.md"))
            .Select(line => Regex.Match(line, @"^\| `(\w+)` \| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$"))
            .Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, provider: null), match.Groups[3].Value));

        Assert.Equal(
            Enum.GetValues<ProblemCode>().Select(code => (Problems.NameOf(code), Problems.Of(code).Status, Problems.Of(code).Title)),
            rows);
    }

    private static string Title(string code) =>
        Problems.Of(Enum.GetValues<ProblemCode>().Single(known => Problems.NameOf(known) == code)).Title;
}
