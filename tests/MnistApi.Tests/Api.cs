using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;
using MnistApi.Http.Parameters;
using MnistApi.ModelRegistry.Contracts;
using MnistApi.Sweeps.Contracts;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests;

/// <summary>Requests that many tests send.</summary>
internal static class Api
{
    public const string Runs = "/api/v1/training-runs";
    public const string Sweeps = "/api/v1/sweeps";
    public const string Models = "/api/v1/models";
    public const string Aliases = "/api/v1/model-aliases";
    public const string Predictions = "/api/v1/predictions";

    /// <summary>A run of about a second on the small synthetic dataset.</summary>
    public const string SmallRun =
        """{"recipe":"mlp","dataset":"synthetic","epochs":2,"validationSize":500,"seed":1,"network":{"hiddenUnits":[16]}}""";

    /// <summary>Like <see cref="SmallRun"/>, but it hardly learns.</summary>
    public const string BadRun = """
        {"recipe":"mlp","dataset":"synthetic","epochs":1,"validationSize":500,"seed":1,
         "network":{"hiddenUnits":[16]},"optimizer":{"learningRate":1e-6}}
        """;

    /// <summary>A run whose loss is not finite. It succeeds, but its model does not predict.</summary>
    public const string NonFiniteRun = """
        {"recipe":"lecture-mlp-naive-loss","dataset":"synthetic","epochs":1,"validationSize":500,"seed":1,
         "network":{"hiddenUnits":[16]}}
        """;

    /// <summary>A run that does not end by itself during a test.</summary>
    public const string LongRun = """{"recipe":"lecture-mlp","dataset":"synthetic","epochs":1000,"validationSize":500,"seed":1}""";

    public static Task<HttpResponseMessage> PostJsonAsync(
        this HttpClient client,
        string path,
        string json,
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PutJsonAsync(this HttpClient client, string path, string json) =>
        client.PutAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Points an alias at a model. The service must accept it.</summary>
    public static async Task<ModelAliasChange> SetAliasAsync(this HttpClient client, string alias, Guid model)
    {
        using var response = await client.PutJsonAsync($"{Aliases}/{alias}", $$"""{"modelId":"{{model}}"}""");
        return await ReadChangeAsync(response, alias, model);
    }

    /// <summary>Points an alias at a model, whatever the result of the comparison.</summary>
    public static async Task<ModelAliasChange> ForceAliasAsync(
        this HttpClient client,
        string alias,
        Guid model,
        string reason = "The test wants it.")
    {
        using var response = await client.PutJsonAsync(
            $"{Aliases}/{alias}",
            $$"""{"modelId":"{{model}}","force":true,"reason":"{{reason}}"}""");
        return await ReadChangeAsync(response, alias, model);
    }

    /// <summary>Undoes the last change of an alias.</summary>
    public static Task<HttpResponseMessage> RevertAliasAsync(this HttpClient client, string alias) =>
        client.PostAsync($"{Aliases}/{alias}/revert", null);

    /// <summary>Lists the changes of an alias, the newest first.</summary>
    public static Task<IReadOnlyList<AliasHistoryEntry>> ListHistoryAsync(this HttpClient client, string alias) =>
        client.ListAllAsync<AliasHistoryEntry>($"{Aliases}/{alias}/history");

    /// <summary>Lists the items of all pages.</summary>
    public static async Task<IReadOnlyList<T>> ListAllAsync<T>(this HttpClient client, string path, string query = "", int pageSize = 100)
    {
        var items = new List<T>();
        PageOf<T> page;
        do
        {
            page = await client.GetAsync<PageOf<T>>($"{path}?{query}&page={items.Count / pageSize + 1}&pageSize={pageSize}");
            items.AddRange(page.Items);
        }
        while (page.Items.Count > 0 && items.Count < page.TotalCount);
        Assert.Equal(page.TotalCount, items.Count);
        return items;
    }

    /// <summary>Starts a run. The service must accept it.</summary>
    public static async Task<TrainingRun> StartRunAsync(this HttpClient client, string json)
    {
        using var response = await client.PostJsonAsync(Runs, json);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<TrainingRun>();
    }

    public static async Task<TrainingRun> GetRunAsync(this HttpClient client, Guid id) =>
        await client.GetAsync<TrainingRun>($"{Runs}/{id}");

    /// <summary>Waits until a run meets a condition.</summary>
    public static Task<TrainingRun> WaitForRunAsync(
        this HttpClient client,
        Guid id,
        Func<TrainingRun, bool> condition,
        string what,
        TimeSpan? timeout = null) =>
        Eventually.GetAsync(
            async () => await client.GetRunAsync(id) is var run && condition(run) ? run : null,
            $"run {id} {what}",
            timeout ?? TimeSpan.FromMinutes(3));

    /// <summary>Waits until a run has ended, in whichever way.</summary>
    public static Task<TrainingRun> WaitForEndAsync(this HttpClient client, Guid id, TimeSpan? timeout = null) =>
        client.WaitForRunAsync(id, run => run.State is RunState.Succeeded or RunState.Failed or RunState.Cancelled, "ends", timeout);

    /// <summary>Starts a sweep. The service must accept it.</summary>
    public static async Task<Sweep> StartSweepAsync(this HttpClient client, string json)
    {
        using var response = await client.PostJsonAsync(Sweeps, json);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await response.ReadAsync<Sweep>();
    }

    public static Task<Sweep> GetSweepAsync(this HttpClient client, Guid id) => client.GetAsync<Sweep>($"{Sweeps}/{id}");

    /// <summary>Waits until a sweep meets a condition.</summary>
    public static Task<Sweep> WaitForSweepAsync(this HttpClient client, Guid id, Func<Sweep, bool> condition, string what) =>
        Eventually.GetAsync(
            async () => await client.GetSweepAsync(id) is var sweep && condition(sweep) ? sweep : null,
            $"sweep {id} {what}",
            TimeSpan.FromMinutes(3));

    /// <summary>Waits until a sweep has ended, in whichever way.</summary>
    public static Task<Sweep> WaitForSweepEndAsync(this HttpClient client, Guid id) =>
        client.WaitForSweepAsync(id, sweep => sweep.State != SweepState.Running, "ends");

    /// <summary>Lists all runs of a sweep, the best first.</summary>
    public static Task<IReadOnlyList<SweepRun>> ListSweepRunsAsync(this HttpClient client, Guid id) =>
        client.ListAllAsync<SweepRun>($"{Sweeps}/{id}/runs");

    private static async Task<ModelAliasChange> ReadChangeAsync(HttpResponseMessage response, string alias, Guid model)
    {
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var change = await response.ReadAsync<ModelAliasChange>();
        Assert.Equal((alias, model), (change.Alias, change.ModelId));
        return change;
    }

    public static async Task<T> GetAsync<T>(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return await response.ReadAsync<T>();
    }

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<T>(ServiceJson.Options))!;

    /// <summary>Reads the problem of a response and checks the fields that every problem has.</summary>
    public static async Task<JsonObject> AssertProblemAsync(this HttpResponseMessage response, HttpStatusCode status, ProblemCode code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!.AsObject();
        var name = JsonNamingPolicy.CamelCase.ConvertName(code.ToString());
        Assert.Equal(name, (string?)problem["code"]);
        Assert.Equal($"urn:mnistapi:problem:{name}", (string?)problem["type"]);
        Assert.Equal((int)status, (int?)problem["status"]);
        Assert.Equal(response.RequestMessage!.RequestUri!.AbsolutePath, (string?)problem["instance"]);
        Assert.All(["title", "detail", "traceId"], field =>
            Assert.False(string.IsNullOrWhiteSpace((string?)problem[field]), $"{field}: {text}"));
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        return problem;
    }

    /// <summary>Returns the messages of a field in a validation problem.</summary>
    public static string[] Errors(this JsonObject problem, string field) =>
        problem["errors"]?[field] is JsonArray messages ? [.. messages.Select(message => (string)message!)] : [];
}
