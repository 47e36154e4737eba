using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MnistApi.Hosting;

namespace MnistApi.Predictions;

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
/// <param name="IsFile">Whether it is a file, not a text.</param>
/// <param name="FileName">Null where it has none.</param>
internal sealed record FormPart(string Name, bool IsFile, string? FileName, Stream Body)
{
    public static FormPart Of(MultipartSection section)
    {
        var disposition = section.GetContentDispositionHeader();
        var file = disposition?.FileNameStar is { Length: > 0 } encoded ? encoded : disposition?.FileName ?? default;
        return new FormPart(
            HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? "",
            disposition?.IsFileDisposition() == true,
            HeaderUtilities.RemoveQuotes(file).Value is { Length: > 0 } name ? name : null,
            section.Body);
    }
}
