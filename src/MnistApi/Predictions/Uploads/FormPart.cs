using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MnistApi.Imaging.Decoding;

namespace MnistApi.Predictions.Uploads;

/// <summary>A part of a form.</summary>
/// <param name="Name">The name of its field; empty if it has none.</param>
/// <param name="IsFile">
/// Whether its headers say that it is a file: by a file name, or by the content type of an image or of arbitrary bytes.
/// </param>
/// <param name="FileName">The name of the file; null if it has none.</param>
internal sealed record FormPart(string Name, bool IsFile, string? FileName, Stream Body)
{
    public static FormPart Of(MultipartSection section)
    {
        var disposition = section.GetContentDispositionHeader();
        var file = disposition?.FileNameStar is { Length: > 0 } encoded ? encoded : disposition?.FileName ?? default;
        var type = MediaTypeHeaderValue.TryParse(section.ContentType, out var parsed) ? parsed.MediaType.ToString() : "";
        return new FormPart(
            HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? "",
            disposition?.IsFileDisposition() == true || UploadTypes.IsFile(type),
            HeaderUtilities.RemoveQuotes(file).Value is { Length: > 0 } name ? name : null,
            section.Body);
    }

    /// <summary>The file that was sent. A data URL is decoded, and an image is a file even if the headers do not say so.</summary>
    /// <param name="content">The content of the part.</param>
    /// <exception cref="UploadException">The part is another text.</exception>
    public ReadOnlyMemory<byte> FileIn(ReadOnlyMemory<byte> content)
    {
        if (DataUrl.IsOne(content.Span)) return DataUrl.Decode(content.Span, Name);
        if (IsFile || ImageSignature.Of(content.Span) is not null) return content;
        throw UploadException.OfField(
            Name,
            $"The field {Name} must be a file or a base64 data URL ({DataUrl.Sample}), but it is another text. "
            + $"With curl: -F {Name}=@digit.png.");
    }
}
