using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace MnistApi.Imaging;

/// <summary>A PNG file as an answer. With a tag it can be cached, and a client that has it gets a 304.</summary>
/// <param name="isForever">Whether its address never has another image; otherwise a cache must ask each time.</param>
internal sealed class PngHttpResult(byte[] file, string? entityTag = null, bool isForever = false) : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "image/png";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (entityTag is null) return TypedResults.Bytes(file, ContentType).ExecuteAsync(httpContext);

        httpContext.Response.Headers.CacheControl = isForever ? "public, max-age=31536000, immutable" : "public, no-cache";
        return TypedResults.Bytes(file, ContentType, entityTag: new EntityTagHeaderValue(entityTag)).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new Microsoft.AspNetCore.Mvc.ProducesResponseTypeAttribute(typeof(FileStream), StatusCodes.Status200OK, ContentType));
}
