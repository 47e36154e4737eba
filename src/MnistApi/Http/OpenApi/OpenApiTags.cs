using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>The groups of operations in a reader's order, each with a sentence. Within a group the order is that of the route table.</summary>
internal sealed class OpenApiTags : IDocumentFilter
{
    private static readonly (string Name, string Text)[] Known =
    [
        ("Training runs", "Train a network in the background: start a run, follow it, cancel, resume or delete it."),
        ("Sweeps", "Train many runs that differ in a few parameters, to find the best values: a grid or a random search, with successive halving where wanted."),
        ("Recipes", "Named, complete training configurations: the lecture's experiments and our own."),
        ("Models", "What succeeded runs became: how good they are, their weights, and the aliases that predictions use."),
        ("Test errors", "The test images that a model gets wrong."),
        ("Predictions", "Which digit an image shows."),
        ("Datasets", "The images that networks are trained on and judged by."),
        ("Health", "Whether the service lives, and whether it is ready."),
    ];

    /// <summary>Orders operations by their tags; a tag that is not known comes last.</summary>
    public static string SortKey(ApiDescription description)
    {
        var tag = description.ActionDescriptor.EndpointMetadata.OfType<ITagsMetadata>().SelectMany(tags => tags.Tags).FirstOrDefault();
        var index = Array.FindIndex(Known, known => known.Name == tag);
        return (index < 0 ? Known.Length : index).ToString("D2", CultureInfo.InvariantCulture);
    }

    /// <summary>Only tags that are in use, so that the page has no empty group.</summary>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var used = swaggerDoc.Paths.SelectMany(path => path.Value.Operations!.Values).SelectMany(operation => operation.Tags!).Select(tag => tag.Name).ToHashSet();
        swaggerDoc.Tags = Known.Where(tag => used.Contains(tag.Name)).Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Text }).ToHashSet();
    }
}
