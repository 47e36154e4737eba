using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MnistApi.Hosting;

namespace MnistApi.Predictions;

/// <summary>Reads the one field of a form: the file <c>image</c>.</summary>
internal static class ImageForm
{
    public const string Field = "image";

    /// <returns>The file, or the problem with the form.</returns>
    public static async Task<(byte[]? File, ProblemHttpResult? Problem)> ReadAsync(MediaTypeHeaderValue type, byte[] body, CancellationToken token)
    {
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return (null, ProblemCode.BadRequest.Because("The content type multipart/form-data lacks its boundary. Leave that header to the client: with curl, -F image=@digit.png and no -H."));
        try
        {
            return await ReadAsync(new MultipartReader(boundary, new MemoryStream(body)), token);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return (null, ProblemCode.BadRequest.Because($"The form cannot be read: {e.Message.TrimEnd('.')}. It must end with its boundary, '--{boundary}--'."));
        }
    }

    private static async Task<(byte[]? File, ProblemHttpResult? Problem)> ReadAsync(MultipartReader reader, CancellationToken token)
    {
        byte[]? file = null;
        while (await reader.ReadNextSectionAsync(token) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? "";
            if (name != Field) return (null, Invalid(name, $"The form must have one field, {Field}. It has '{name}'; a model is named in the query: ?model=champion."));
            if (!disposition!.IsFileDisposition()) return (null, Invalid(Field, $"The field {Field} must be a file, but it is a text. With curl: -F {Field}=@digit.png."));
            if (file is not null) return (null, Invalid(Field, $"The form must have one field {Field}, but it has more. Send one request for each image."));

            using var bytes = new MemoryStream();
            await section.Body.CopyToAsync(bytes, token);
            file = bytes.ToArray();
        }

        return file is null ? (null, Invalid(Field, $"The form has no field {Field}. Put the image file there; with curl: -F {Field}=@digit.png.")) : (file, null);
    }

    private static ProblemHttpResult Invalid(string field, string message) => Problems.Invalid(new Dictionary<string, string[]> { [field] = [message] });
}
