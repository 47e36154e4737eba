using System.Net;
using System.Text.Json;

namespace MnistApi.Tests.Http.OpenApi;

/// <summary>
/// Fails a test if the service answers something that the OpenAPI document does not describe: another route, status or content type, a
/// problem with another code, or JSON with another shape.
/// </summary>
internal sealed class DocumentedResponses(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Head) return response; // The document does not repeat GET's answer without its body.

        var path = request.RequestUri!.AbsolutePath;
        if (OpenApiDocument.Committed.Find(request.Method.Method, path) is { } operation)
            await CheckAsync(operation, response, cancellationToken);
        else if (path.StartsWith("/api/", StringComparison.OrdinalIgnoreCase)
            && response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed))
            Assert.Fail($"{request.Method} {path} answers {(int)response.StatusCode}, but {OpenApiDocument.File} has no such operation.");
        return response;
    }

    private static async Task CheckAsync(DocumentedOperation operation, HttpResponseMessage response, CancellationToken token)
    {
        if (operation.ResponseOf((int)response.StatusCode) is not { } documented)
        {
            var body = await response.Content.ReadAsStringAsync(token);
            Assert.Fail($"{operation} answers {(int)response.StatusCode}, but {OpenApiDocument.File} has no such status there: {body}");
            return;
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        if (!documented.TryGetProperty("content", out var contents))
        {
            Assert.True(
                type is null,
                $"{operation} answers {(int)response.StatusCode} with {type}, but {OpenApiDocument.File} has it without a body.");
            return;
        }

        if (type is null || !contents.TryGetProperty(type, out var content))
        {
            var answered = type ?? "no content type";
            Assert.Fail($"{operation} answers {(int)response.StatusCode} with {answered}, but {OpenApiDocument.File} has {contents}.");
            return;
        }

        if (!type.EndsWith("json", StringComparison.Ordinal)) return;
        await response.Content.LoadIntoBufferAsync(token); // The test reads the body again.
        var json = JsonElement.Parse(await response.Content.ReadAsStringAsync(token));
        if (json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("code", out var code)
            && content.TryGetProperty("examples", out var examples))
            Assert.True(
                examples.TryGetProperty(code.GetString()!, out _),
                $"{operation} answers {(int)response.StatusCode} with the code {code}, which {OpenApiDocument.File} does not have there.");
        var faults = string.Join("; ", OpenApiDocument.Committed.Faults(content.GetProperty("schema"), json));
        Assert.True(
            faults.Length == 0,
            $"{operation} answers {(int)response.StatusCode} with a body that {OpenApiDocument.File} does not describe: {faults}.");
    }
}
