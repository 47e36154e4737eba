using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.OpenApi;
using MnistApi.Http.Parameters;
using Swashbuckle.AspNetCore.SwaggerGen;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace MnistApi.Http.OpenApi;

/// <summary>Serves the OpenAPI document at /swagger/v1/swagger.json and the page that shows it at /swagger.</summary>
internal static class OpenApiServices
{
    public const string DocumentName = "v1";

    private const string Description = """
        Trains classifiers of handwritten digits in the background, and recognizes digits in uploaded images.

        1. `POST /api/v1/training-runs` with `{"recipe":"lecture-mlp"}` starts a training run.
        2. `GET /api/v1/training-runs/{id}/events` streams its progress until it ends. A run that succeeds has a model.
        3. `POST /api/v1/predictions` recognizes the digit in an image.

        Every error is a problem (RFC 9457, `application/problem+json`). Its `code` never changes. Its `detail` says what was wrong,
        what was expected, and what to do. `docs/problems.md` lists all codes.
        Times are UTC. Lists are divided into pages; `Link` headers have the URLs of the other pages. Later versions may add fields to
        responses. Requests with unknown fields are refused.
        """;

    /// <summary>The files with the XML comments of the types of requests and responses.</summary>
    private static readonly string[] Comments = ["MnistApi.xml", "MnistApi.Training.xml"];

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<OpenApiTags>().AddSingleton<ProblemExamples>();
        services.AddSwaggerGen(Configure);
        services.AddOptions<SwaggerGenOptions>().Configure<IEnumerable<OpenApiFeature>, OpenApiTags>((options, features, tags) =>
        {
            options.OrderActionsBy(tags.SortKey);
            options.AddSchemaFilterInstance(new SchemaExamples(features.SelectMany(feature => feature.Examples)));
            foreach (var filter in features.Select(feature => feature.SchemaFilter).OfType<ISchemaFilter>())
                options.AddSchemaFilterInstance(filter);
        });
        return services;
    }

    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "MnistApi";
            page.SwaggerEndpoint($"{DocumentName}/swagger.json", "MnistApi");
            page.EnableTryItOutByDefault();
            page.EnableDeepLinking();
            page.DisplayRequestDuration();
            page.DefaultModelsExpandDepth(0);
            page.DefaultModelRendering(ModelRendering.Example);
        });
    }

    private static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc(DocumentName, new OpenApiInfo
        {
            Title = "MnistApi",
            Version = typeof(OpenApiServices).Assembly.GetName().Version!.ToString(3),
            Description = Description.ReplaceLineEndings("\n"),
            License = new OpenApiLicense { Name = "MIT licence", Url = new Uri("https://opensource.org/license/mit") },
        });
        options.CustomSchemaIds(SchemaId);
        options.SupportNonNullableReferenceTypes();
        options.NonNullableReferenceTypesAsRequired();
        options.UseAllOfToExtendReferenceSchemas();
        options.AddSecurityRequirement(_ => []); // The API needs no authentication.
        options.MapType<JsonObject>(() => new OpenApiSchema { Type = JsonSchemaType.Object });
        options.MapType<JsonElement>(() => new OpenApiSchema { Description = "Any JSON." });

        var comments = Comments.Select(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file))).ToArray();
        foreach (var document in comments) options.IncludeXmlComments(() => new XPathDocument(document.CreateReader()));
        options.AddSchemaFilterInstance(new EnumTexts(comments));
        options.ParameterFilter<ParameterTexts>();
        options.OperationFilter<DescribedBodies>();
        options.OperationFilter<AnswerDetails>();
        options.OperationFilter<ProblemAnswers>();
        options.DocumentFilter<OpenApiTags>();
        options.DocumentFilter<OpenAnswers>();
    }

    /// <summary>
    /// The name of a schema: that of the type, unless an attribute gives another one. Generated clients name their classes after it.
    /// </summary>
    private static string SchemaId(Type type) =>
        type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(PageOf<>)
            ? $"{SchemaId(type.GetGenericArguments()[0])}Page"
            : type.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? type.Name;
}
