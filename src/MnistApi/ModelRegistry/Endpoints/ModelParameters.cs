using System.ComponentModel.DataAnnotations;
using MnistApi.Http.Parameters;

namespace MnistApi.ModelRegistry.Endpoints;

/// <summary>The filters and the page of a list of models.</summary>
public sealed record ModelListParameters : PageParameters
{
    /// <summary>Only models of this recipe.</summary>
    /// <example>lecture-mlp</example>
    public string? Recipe { get; init; }

    /// <summary>Only models trained on this dataset.</summary>
    /// <example>mnist</example>
    public string? Dataset { get; init; }
}

/// <summary>The models to compare.</summary>
public sealed record ModelComparisonParameters : IBoundedParameters
{
    /// <summary>The first model, the baseline: an id or an alias.</summary>
    /// <example>champion</example>
    [Required]
    public string? A { get; init; }

    /// <summary>The second model, which is compared with the first: an id or an alias.</summary>
    /// <example>champion</example>
    [Required]
    public string? B { get; init; }
}
