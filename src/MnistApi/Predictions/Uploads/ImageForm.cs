using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads forms part by part, as they arrive.</summary>
internal static class ImageForm
{
    /// <summary>The name of the field that holds a file.</summary>
    public const string Field = "image";

    /// <summary>Gives each part to a reader, in order.</summary>
    /// <param name="type">The content type with the boundary of the form.</param>
    /// <param name="read">Reads a part. What it leaves unread is skipped.</param>
    /// <exception cref="UploadException">The form is malformed.</exception>
    public static async Task ReadAsync(MediaTypeHeaderValue type, Stream body, Func<FormPart, Task> read, CancellationToken token)
    {
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new UploadException(
                UploadErrorKind.MalformedForm,
                "The content type multipart/form-data has no boundary. "
                + "Let the client set this header: with curl, use -F image=@digit.png and no -H.");
        }

        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(token) is { } section) await read(FormPart.Of(section));
        }
        catch (Exception e) when (e is IOException and not BadHttpRequestException or InvalidDataException)
        {
            throw new UploadException(
                UploadErrorKind.MalformedForm,
                $"The form cannot be read: {e.Message.TrimEnd('.')}. It must end with its boundary, '--{boundary}--'.");
        }
    }
}
