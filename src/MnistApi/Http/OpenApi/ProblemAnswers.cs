using System.Globalization;
using Microsoft.OpenApi;
using MnistApi.Http.Errors;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Adds problems to an operation: those that its handler lists, and those that are common to all routes.</summary>
internal sealed class ProblemAnswers(ProblemExamples examples) : IOperationFilter
{
    private const string ContentType = "application/problem+json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        var route = context.ApiDescription.RelativePath!;
        foreach (var codes in CodesOf(operation, context).Distinct().Order().GroupBy(code => Problems.Of(code).Status))
        {
            operation.Responses![codes.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("\n\n", codes.Select(code => $"`{Problems.NameOf(code)}`: {Problems.Of(code).Title}")),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [ContentType] = new OpenApiMediaType
                    {
                        Schema = schema,
                        Examples = codes.ToDictionary(Problems.NameOf, code => examples.Of(code, route, DetailOf(code, context))),
                    },
                },
            };
        }

        operation.Responses = InOrder(operation.Responses!);
    }

    private static IEnumerable<ProblemCode> CodesOf(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var ofHandler = metadata.OfType<ProducesProblemsAttribute>().SelectMany(answers => answers.Codes);

        // Every route of the API refuses unknown query parameters.
        var isApi = context.ApiDescription.RelativePath!.StartsWith("api/", StringComparison.Ordinal);
        ProblemCode[] ofApi = isApi ? [ProblemCode.ValidationFailed] : [];

        // The framework refuses a request without a required parameter or with an unreadable body.
        var parameters = operation.Parameters ?? [];
        var hasRequiredParameters = parameters.Any(parameter => parameter.Required && parameter.In != ParameterLocation.Path);
        ProblemCode[] ofFramework = operation.RequestBody is not null || hasRequiredParameters ? [ProblemCode.BadRequest] : [];
        return [.. ofHandler, .. ofApi, .. ofFramework, ProblemCode.InternalError, .. DatabaseProblems.Codes];
    }

    private static string? DetailOf(ProblemCode code, OperationFilterContext context) => code == ProblemCode.PayloadTooLarge
        ? context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<DescribedBodyAttribute>().FirstOrDefault()?.TooLarge
        : null;

    private static OpenApiResponses InOrder(OpenApiResponses responses)
    {
        var ordered = new OpenApiResponses();
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal))
            ordered.Add(status, response);
        return ordered;
    }
}
