using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MnistApi.Http.Errors;
using MnistApi.Imaging.Decoding;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads forms part by part, as they come.</summary>
internal static class ImageForm
{
    /// <summary>The name of a file's field.</summary>
    public const string Field = "image";

    /// <summary>Hands each part over, in order, until one is a problem.</summary>
    /// <param name="type">With the form's boundary.</param>
    /// <param name="take">What it leaves of a part is passed over. It answers null, or a problem with the form.</param>
    /// <returns>The problem with the form, or null.</returns>
    public static async Task<ProblemHttpResult?> ReadAsync(MediaTypeHeaderValue type, Stream body, Func<FormPart, Task<ProblemHttpResult?>> take, CancellationToken token)
    {
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return ProblemCode.BadRequest.Because("The content type multipart/form-data lacks its boundary. Leave that header to the client: with curl, -F image=@digit.png and no -H.");
        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(token) is { } section)
            {
                if (await take(FormPart.Of(section)) is { } problem) return problem;
            }

            return null;
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException or InvalidDataException)
        {
            return ProblemCode.BadRequest.Because($"The form cannot be read: {e.Message.TrimEnd('.')}. It must end with its boundary, '--{boundary}--'.");
        }
    }

    /// <summary>The problem of a field.</summary>
    public static ProblemHttpResult Invalid(string field, string message) => Problems.Invalid(new Dictionary<string, string[]> { [field] = [message] });
}

/// <summary>A part of a form.</summary>
/// <param name="Name">Of its field; empty where it has none.</param>
/// <param name="IsFile">Whether its headers say that it is a file: by a file's name, or by the type of an image or of any bytes.</param>
/// <param name="FileName">Null where it has none.</param>
internal sealed record FormPart(string Name, bool IsFile, string? FileName, Stream Body)
{
    /// <summary>The file that was sent: a data URL is decoded, and an image is one even if the headers do not say so.</summary>
    /// <param name="content">Of the part.</param>
    /// <returns>The file, or the problem of a part that is only a text.</returns>
    public (ReadOnlyMemory<byte>? File, ProblemHttpResult? Problem) FileIn(ReadOnlyMemory<byte> content)
    {
        if (DataUrl.IsOne(content.Span))
        {
            var (file, fault) = DataUrl.Decode(content.Span, Name);
            return (file, fault is null ? null : ImageForm.Invalid(Name, fault));
        }

        if (IsFile || ImageSignature.Of(content.Span) is not null) return (content, null);
        return (null, ImageForm.Invalid(Name, $"The field {Name} must be a file or a base64 data URL ({DataUrl.Sample}), but it is another text. With curl: -F {Name}=@digit.png."));
    }

    public static FormPart Of(MultipartSection section)
    {
        var disposition = section.GetContentDispositionHeader();
        var file = disposition?.FileNameStar is { Length: > 0 } encoded ? encoded : disposition?.FileName ?? default;
        var type = MediaTypeHeaderValue.TryParse(section.ContentType, out var parsed) ? parsed.MediaType.ToString() : "";
        return new FormPart(
            HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? "",
            disposition?.IsFileDisposition() == true || UploadReader.IsFileType(type),
            HeaderUtilities.RemoveQuotes(file).Value is { Length: > 0 } name ? name : null,
            section.Body);
    }
}
