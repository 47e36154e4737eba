using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace MnistApi.Http;

/// <summary>A response with a PNG file. With an entity tag it can be cached, and a client that has the file already gets 304.</summary>
/// <param name="isForever">Whether the URL always has the same image. Otherwise a cache must revalidate it each time.</param>
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
        builder.Metadata.Add(new ProducesResponseTypeAttribute(typeof(FileStream), StatusCodes.Status200OK, ContentType));
}
