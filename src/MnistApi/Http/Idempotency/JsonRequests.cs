using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;

namespace MnistApi.Http.Idempotency;

/// <summary>Requests that handlers read by themselves, and the key under which a client may send one again.</summary>
internal static class JsonRequests
{
    private const int MaxKeyLength = 200;

    /// <summary>Why neither body nor key can be read; null where they can.</summary>
    /// <param name="example">An object as it is expected.</param>
    public static ProblemHttpResult? FaultOf(JsonElement body, string? idempotencyKey, string example)
    {
        if (body.ValueKind != JsonValueKind.Object) return ProblemCode.MalformedJson.Because($"The body must be a JSON object, such as {example}.");
        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(body))) return ProblemCode.MalformedJson.Because("The body is not UTF-8, which JSON must be.");
        return idempotencyKey is not null && (idempotencyKey.Length is 0 or > MaxKeyLength || idempotencyKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
            ? Problems.Invalid(new Dictionary<string, string[]> { ["Idempotency-Key"] = [$"The header Idempotency-Key must have 1 to {MaxKeyLength} visible ASCII characters. It has {idempotencyKey.Length}."] })
            : null;
    }

    /// <summary>The key, with the checksum of what the body means; null without a key.</summary>
    /// <remarks>
    /// Rows of earlier versions hold the checksum of the body's bytes. They stay as they are: if their key is sent again, it counts as used for
    /// another request, so no second run starts.
    /// </remarks>
    public static IdempotencyKey? KeyOf(JsonElement body, string? key) => key is null ? null : new IdempotencyKey(key, CanonicalJson.Sha256(body));
}
