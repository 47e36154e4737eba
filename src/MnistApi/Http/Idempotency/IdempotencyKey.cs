namespace MnistApi.Http.Idempotency;

/// <summary>The key with which a client may repeat a request, and the checksum of the request.</summary>
/// <param name="Key">The value of the header <c>Idempotency-Key</c>.</param>
/// <param name="RequestSha256">
/// The SHA-256 of the canonical JSON of the body. It distinguishes a repetition from another request with the same key.
/// </param>
internal sealed record IdempotencyKey(string Key, string RequestSha256);
