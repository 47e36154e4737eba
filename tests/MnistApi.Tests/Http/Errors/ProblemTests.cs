using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MnistApi.Http.Errors;

namespace MnistApi.Tests.Http.Errors;

public class ProblemTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{\"recipe\":\"mlp\",}")]
    [InlineData("{\"recipe\":\"mlp\"} x")]
    public async Task Malformed_JSON_is_a_problem(string body)
    {
        using var response = await service.Client.PostJsonAsync(Api.Runs, body);

        await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
    }

    [Fact]
    public async Task The_problem_names_the_place_of_an_error_in_JSON()
    {
        using var response = await service.Client.PostJsonAsync(Api.Runs, "{\n  \"recipe\": \"mlp\",\n  \"epochs\": 03\n}");

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
        Assert.Contains("line 3", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_deeply_nested_JSON_is_a_problem()
    {
        using var response = await service.Client.PostJsonAsync(
            Api.Runs,
            string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500));

        await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
    }

    [Fact]
    public async Task An_unknown_route_is_a_problem()
    {
        using var response = await service.Client.GetAsync("/api/v1/nothing", TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(HttpStatusCode.NotFound, ProblemCode.RouteNotFound);
    }

    [Fact]
    public async Task A_wrong_method_is_a_problem_that_names_the_right_ones()
    {
        using var response = await service.Client.PutAsync(Api.Runs, null, TestContext.Current.CancellationToken);

        var problem = await response.AssertProblemAsync(HttpStatusCode.MethodNotAllowed, ProblemCode.MethodNotAllowed);
        Assert.Contains("GET, POST", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    public async Task A_wrong_content_type_is_a_problem(string contentType)
    {
        using var content = new StringContent("{\"recipe\":\"mlp\"}", Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        using var response = await service.Client.PostAsync(Api.Runs, content, TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, ProblemCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_too_large_body_is_a_problem()
    {
        using var response = await service.Client.PostJsonAsync(Api.Runs, $$"""{"recipe":"mlp","name":"{{new string('x', 70_000)}}"}""");

        await response.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, ProblemCode.PayloadTooLarge);
    }

    [Fact]
    public async Task An_id_that_is_not_a_GUID_is_a_problem()
    {
        using var response = await service.Client.GetAsync($"{Api.Runs}/my-run", TestContext.Current.CancellationToken);

        var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.ValidationFailed);
        Assert.Contains("a GUID. It is 'my-run'", Assert.Single(problem.Errors("id")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/training-runs")]
    [InlineData("/api/v1/predictions")]
    public async Task Bytes_that_are_not_UTF8_are_a_problem(string path)
    {
        foreach (var body in new[] { "{\"recipe\":\"\u00ff\"}", "{\"recipe\":\"mlp\",\"name\":\"\u00ff\"}", "{\"pixels\":\"\u00ff\"}" })
        {
            using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
            using var response = await service.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
            await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
        }
    }

    [Theory]
    [InlineData("/api/v1/training-runs", "bogus")]
    [InlineData("/api/v1/training-runs", "utf-7")]
    public async Task An_unknown_charset_is_a_problem(string path, string charset)
    {
        using var content = new StringContent("{\"recipe\":\"mlp\"}")
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse($"application/json; charset={charset}") },
        };
        using var response = await service.Client.PostAsync(path, content, TestContext.Current.CancellationToken);

        await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, ProblemCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Problems_reveal_no_names_from_the_code()
    {
        var run = await service.Client.StartRunAsync(Api.SmallRun);
        foreach (var body in new[] { "{\"epochs\":\"5\"}", "{\"epoch\":5}", "{\"epochs\":5.5}" })
        {
            using var response = await service.Client.PostJsonAsync($"{Api.Runs}/{run.Id}/resume", body);
            var problem = await response.AssertProblemAsync(HttpStatusCode.BadRequest, ProblemCode.MalformedJson);
            Assert.DoesNotMatch("System|MnistApi|Nullable|annotation", (string)problem["detail"]!);
        }
    }

    [Fact]
    public async Task Hostile_bodies_never_get_a_500()
    {
        string[] bodies =
        [
            """{"recipe":null}""",
            """{"recipe":{"a":[]}}""",
            """{"recipe":"mlp","network":null}""",
            """{"recipe":"mlp","network":[]}""",
            """{"recipe":"mlp","epochs":1e400}""",
            """{"recipe":"mlp","seed":"NaN"}""",
            """{"recipe":"mlp","recipe":"mlp"}""",
            """{"recipe":"mlp","keepCheckpoints":[[1]]}""",
            """{"recipe":"mlp","name":"\u0000"}""",
            """{"recipe":"mlp","name":"\ud800"}""",
            """{"recipe":"mlp","optimizer":{"kind":"sgd,adam"}}""",
            """{"recipe":"mlp","":1}""",
            """{"recipe":"mlp","network":{"hiddenUnits":[null]}}""",
            """{"recipe":"mlp","network":{"hiddenUnits":[4096,4096,4096]}}""",
            "\"\\ud800\"",
            """{"recipe":"mlp","epochs":99999999999999999999}""",
        ];
        foreach (var body in bodies)
        {
            using var response = await service.Client.PostJsonAsync(Api.Runs, body);
            Assert.True(
                (int)response.StatusCode < 500 || response.StatusCode == HttpStatusCode.ServiceUnavailable,
                $"{body}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            if (response.StatusCode != HttpStatusCode.Accepted)
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }
}
