using System.Text.Json;

namespace MnistApi.Predictions.Uploads;

/// <summary>What is wrong with an upload.</summary>
internal enum UploadErrorKind
{
    /// <summary>A field of the form or of the JSON is missing, unknown or not valid.</summary>
    InvalidField,

    /// <summary>The form has no boundary, or it ends too early.</summary>
    MalformedForm,

    /// <summary>The body is not JSON, or not the JSON that is expected.</summary>
    MalformedJson,

    /// <summary>The bytes are not an image that can be read.</summary>
    UnreadableImage,

    /// <summary>The image has too many pixels.</summary>
    TooManyPixels,

    /// <summary>The body or one of its files has too many bytes.</summary>
    TooManyBytes,

    /// <summary>The content type is not one that can be read.</summary>
    WrongContentType,
}

/// <summary>An upload cannot be read.</summary>
internal sealed class UploadException : Exception
{
    /// <param name="message">What was wrong, what was expected and what to do.</param>
    public UploadException(UploadErrorKind kind, string message)
        : base(message) => Kind = kind;

    private UploadException(string field, string message)
        : base(message) => (Kind, Field) = (UploadErrorKind.InvalidField, field);

    private UploadException(JsonException cause)
        : base(cause.Message, cause) => Kind = UploadErrorKind.MalformedJson;

    public UploadErrorKind Kind { get; }

    /// <summary>The field that is not valid; null for the other kinds of error.</summary>
    public string? Field { get; }

    /// <summary>The error of a field.</summary>
    public static UploadException OfField(string field, string message) => new(field, message);

    /// <summary>The error of JSON that cannot be read.</summary>
    public static UploadException OfJson(JsonException cause) => new(cause);
}
