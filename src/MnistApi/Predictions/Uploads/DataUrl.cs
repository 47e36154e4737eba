using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MnistApi.Predictions.Uploads;

/// <summary>
/// Reads files from base64 data URLs (RFC 2397), such as <c>canvas.toDataURL()</c> returns. Their media type is ignored, because the bytes
/// of the file say what kind of image it is.
/// </summary>
internal static class DataUrl
{
    /// <summary>A data URL for messages.</summary>
    public const string Sample = "data:image/png;base64,…";

    private static ReadOnlySpan<byte> Scheme => "data:"u8;

    private static ReadOnlySpan<byte> Marker => ";base64"u8;

    /// <summary>Whether a text begins like a data URL.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text)
    {
        var trimmed = text.TrimStart(" \t\r\n"u8);
        return trimmed.Length >= Scheme.Length && Ascii.EqualsIgnoreCase(trimmed[..Scheme.Length], Scheme);
    }

    /// <summary>The file in a data URL.</summary>
    /// <param name="url">A text that begins like a data URL.</param>
    /// <param name="field">The field that holds the text.</param>
    /// <exception cref="UploadException">The text is not a base64 data URL.</exception>
    public static ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> url, string field)
    {
        var comma = url.IndexOf((byte)',');
        var head = url[..Math.Max(comma, 0)];
        if (head.Length < Marker.Length || !Ascii.EqualsIgnoreCase(head[^Marker.Length..], Marker))
        {
            throw UploadException.OfField(
                field,
                $"The field {field} must be a base64 data URL ({Sample}), but it has no ';base64,'. "
                + "A canvas without pixels returns 'data:,'.");
        }

        var digits = url[(comma + 1)..];
        var file = new byte[Base64.GetMaxDecodedFromUtf8Length(digits.Length)];
        return Base64.DecodeFromUtf8(digits, file, out _, out var length) == OperationStatus.Done
            ? file.AsMemory(0, length)
            : throw UploadException.OfField(
                field,
                $"The field {field} is a data URL whose base64 is not valid: it must consist of A-Z, a-z, 0-9, + and /, "
                + "and must be padded with = to a multiple of 4 characters. Send the data URL complete and unchanged.");
    }
}
