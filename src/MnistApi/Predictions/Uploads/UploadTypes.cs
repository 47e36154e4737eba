using Microsoft.Net.Http.Headers;

namespace MnistApi.Predictions.Uploads;

/// <summary>The content types of uploads.</summary>
internal static class UploadTypes
{
    public const string Form = "multipart/form-data";
    public const string Json = "application/json";

    /// <summary>The documented type of a body that is a file. The bytes say what kind of image it is, whatever the type.</summary>
    public const string File = "application/octet-stream";

    private const string OtherFile = "binary/octet-stream";

    /// <summary>The content type of a request without its parameters, in lower case; empty if it has none.</summary>
    /// <param name="parsed">The content type with its parameters; null if it has none.</param>
    public static string Of(HttpRequest request, out MediaTypeHeaderValue? parsed) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out parsed) ? parsed.MediaType.Value!.ToLowerInvariant() : "";

    /// <summary>Whether a content type means a file: an image of any kind, or arbitrary bytes.</summary>
    public static bool IsFile(string type) =>
        type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
        || type.Equals(File, StringComparison.OrdinalIgnoreCase)
        || type.Equals(OtherFile, StringComparison.OrdinalIgnoreCase);
}
