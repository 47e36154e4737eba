using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>Which models to list.</summary>
public sealed record ModelListParameters : PageParameters
{
    /// <summary>Only models of this recipe.</summary>
    /// <example>lecture-mlp</example>
    public string? Recipe { get; init; }

    /// <summary>Only models trained on this dataset.</summary>
    /// <example>mnist</example>
    public string? Dataset { get; init; }
}

/// <summary>Which models to compare.</summary>
public sealed record ModelComparisonParameters : IBoundedParameters
{
    /// <summary>The model to start from: an id or an alias.</summary>
    /// <example>champion</example>
    [Required]
    public string? A { get; init; }

    /// <summary>The model to compare with it: an id or an alias.</summary>
    /// <example>champion</example>
    [Required]
    public string? B { get; init; }
}
