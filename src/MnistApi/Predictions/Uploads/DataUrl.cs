using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MnistApi.Predictions.Uploads;

/// <summary>Files as base64 data URLs (RFC 2397), such as <c>canvas.toDataURL()</c> makes. Their media type does not count: the bytes say what the image is.</summary>
internal static class DataUrl
{
    /// <summary>How one looks, for messages.</summary>
    public const string Sample = "data:image/png;base64,…";

    private static ReadOnlySpan<byte> Scheme => "data:"u8;

    private static ReadOnlySpan<byte> Marker => ";base64"u8;

    /// <summary>Whether a text begins as one.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text)
    {
        var trimmed = text.TrimStart(" \t\r\n"u8);
        return trimmed.Length >= Scheme.Length && Ascii.EqualsIgnoreCase(trimmed[..Scheme.Length], Scheme);
    }

    /// <param name="url">Begins as one.</param>
    /// <param name="field">The field that has it.</param>
    /// <returns>The file, or what is wrong with the text.</returns>
    public static (ReadOnlyMemory<byte>? File, string? Fault) Decode(ReadOnlySpan<byte> url, string field)
    {
        var comma = url.IndexOf((byte)',');
        var head = url[..Math.Max(comma, 0)];
        if (head.Length < Marker.Length || !Ascii.EqualsIgnoreCase(head[^Marker.Length..], Marker))
            return (null, $"The field {field} must be a base64 data URL ({Sample}), but it has no ';base64,'. A canvas without pixels gives 'data:,'.");

        var digits = url[(comma + 1)..];
        var file = new byte[Base64.GetMaxDecodedFromUtf8Length(digits.Length)];
        return Base64.DecodeFromUtf8(digits, file, out _, out var length) == OperationStatus.Done
            ? (file.AsMemory(0, length), null)
            : (null, $"The field {field} is a data URL whose base64 is not valid: it must consist of A-Z, a-z, 0-9, + and /, padded with = to a multiple of 4 characters. Send it whole and unchanged.");
    }
}
