using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace MnistApi.Http.Json;

/// <summary>
/// Sends JSON with the status 200 with a Content-Length. The framework sends it in chunks, as it does not know the length when it begins.
/// </summary>
internal sealed class SizedAnswers(IOptions<JsonOptions> json) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        while (result is INestedHttpResult nested) result = nested.Result;
        return result is IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }
            ? new SizedJson(value, json.Value.SerializerOptions)
            : result;
    }

    private sealed class SizedJson(object value, JsonSerializerOptions options) : IResult
    {
        private const string ContentType = "application/json; charset=utf-8";

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = ContentType;
            var body = response.BodyWriter;
            await using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true }))
                JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));
            response.ContentLength = body.UnflushedBytes; // Nothing was sent yet.
            await body.FlushAsync(httpContext.RequestAborted);
        }
    }
}
