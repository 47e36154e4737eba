using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>The groups of operations in the order of the features, each with a sentence. Within a group the order is that of the route table.</summary>
internal sealed class OpenApiTags(IEnumerable<OpenApiFeature> features) : IDocumentFilter
{
    private readonly IReadOnlyList<OpenApiFeature> _features = [.. features.OrderBy(feature => feature.Order)];

    /// <summary>Orders operations by their tags; operations without a known tag come last.</summary>
    public string SortKey(ApiDescription description)
    {
        var tag = description.ActionDescriptor.EndpointMetadata.OfType<ITagsMetadata>().SelectMany(tags => tags.Tags).FirstOrDefault();
        var order = _features.FirstOrDefault(feature => feature.Tag == tag)?.Order ?? 99;
        return order.ToString("D2", CultureInfo.InvariantCulture);
    }

    /// <summary>Lists only tags that are in use, so that the page has no empty group.</summary>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var used = swaggerDoc.Paths.SelectMany(path => path.Value.Operations!.Values).SelectMany(operation => operation.Tags!)
            .Select(tag => tag.Name).ToHashSet();
        swaggerDoc.Tags = _features.Where(feature => used.Contains(feature.Tag))
            .Select(feature => new OpenApiTag { Name = feature.Tag, Description = feature.Text }).ToHashSet();
    }
}
