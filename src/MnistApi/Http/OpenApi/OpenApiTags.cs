using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>
/// Orders the groups of operations by feature and describes each. The operations of a group are in the order of the route table.
/// </summary>
internal sealed class OpenApiTags(IEnumerable<OpenApiFeature> features) : IDocumentFilter
{
    private readonly IReadOnlyList<OpenApiFeature> _features = [.. features.OrderBy(feature => feature.Order)];

    /// <summary>Orders operations by their tags; operations without a known tag come last.</summary>
    public string SortKey(ApiDescription description)
    {
        var metadata = description.ActionDescriptor.EndpointMetadata;
        var tag = metadata.OfType<ITagsMetadata>().SelectMany(tags => tags.Tags).FirstOrDefault();
        var order = _features.FirstOrDefault(feature => feature.Tag == tag)?.Order ?? 99;
        return order.ToString("D2", CultureInfo.InvariantCulture);
    }

    /// <summary>Lists only tags that are in use, so that the page has no empty group.</summary>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var operations = swaggerDoc.Paths.SelectMany(path => path.Value.Operations!.Values);
        var used = operations.SelectMany(operation => operation.Tags!).Select(tag => tag.Name).ToHashSet();
        swaggerDoc.Tags = _features.Where(feature => used.Contains(feature.Tag))
            .Select(feature => new OpenApiTag { Name = feature.Tag, Description = feature.Text }).ToHashSet();
    }
}
