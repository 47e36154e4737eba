using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.OpenApi;
using MnistApi.Training.Text;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MnistApi.Http.OpenApi;

/// <summary>Adds the meaning of each value to the description of an enumeration, from the XML comments of its members.</summary>
internal sealed class EnumTexts(IReadOnlyList<XDocument> comments) : ISchemaFilter
{
    private readonly Dictionary<string, string> _summaries = comments
        .SelectMany(document => document.XPathSelectElements("/doc/members/member[starts-with(@name, 'F:') and summary]"))
        .ToDictionary(
            member => member.Attribute("name")!.Value,
            member => XmlCommentsTextHelper.Humanize(InnerXml(member.Element("summary")!), "\n"));

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        var type = Nullable.GetUnderlyingType(context.Type) ?? context.Type;
        if (!type.IsEnum || schema is not OpenApiSchema { Enum.Count: > 0 } described) return;

        var values = Enum.GetNames(type)
            .Zip(EnumWord.All(type), (name, word) => $"- `{word}`: {_summaries.GetValueOrDefault($"F:{type.FullName}.{name}")}");
        described.Description = $"{described.Description}\n\n{string.Join("\n", values)}";
    }

    private static string InnerXml(XElement element) => string.Concat(element.Nodes());
}
