namespace MnistApi.Http.Idempotency;

/// <summary>The key under which a client may repeat a request, and what the request was.</summary>
/// <param name="Key">The header <c>Idempotency-Key</c>.</param>
/// <param name="RequestSha256">The checksum of what the body means, which distinguishes another request with the same key.</param>
internal sealed record IdempotencyKey(string Key, string RequestSha256);
