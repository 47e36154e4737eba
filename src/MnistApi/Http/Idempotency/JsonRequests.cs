using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;

namespace MnistApi.Http.Idempotency;

/// <summary>Checks JSON requests that the handler reads itself, and their idempotency keys.</summary>
internal static class JsonRequests
{
    private const int MaxKeyLength = 200;

    /// <summary>Checks the body and the key.</summary>
    /// <param name="body">The body of the request.</param>
    /// <param name="idempotencyKey">The header <c>Idempotency-Key</c>; null if there is none.</param>
    /// <param name="example">An example of a valid body.</param>
    /// <returns>The problem; null if the body and the key are valid.</returns>
    public static ProblemHttpResult? ErrorOf(JsonElement body, string? idempotencyKey, string example)
    {
        if (body.ValueKind != JsonValueKind.Object)
            return ProblemCode.MalformedJson.Because($"The body must be a JSON object, such as {example}.");
        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(body)))
            return ProblemCode.MalformedJson.Because("The body is not valid UTF-8, the encoding of JSON.");
        return idempotencyKey is null || IsValid(idempotencyKey) ? null : InvalidKey(idempotencyKey);
    }

    /// <summary>Combines the key with the checksum of the body; null if there is no key.</summary>
    /// <remarks>
    /// Earlier versions stored the checksum of the bytes of the body. If a client sends such a key again, the service treats it as used
    /// with another body, so no second run starts.
    /// </remarks>
    public static IdempotencyKey? KeyOf(JsonElement body, string? key) =>
        key is null ? null : new IdempotencyKey(key, CanonicalJson.Sha256(body));

    private static bool IsValid(string key) => key.Length is > 0 and <= MaxKeyLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static ProblemHttpResult InvalidKey(string key) => Problems.Invalid(
        "Idempotency-Key",
        $"The header Idempotency-Key must have 1 to {MaxKeyLength} visible ASCII characters. It has {key.Length}.");
}
