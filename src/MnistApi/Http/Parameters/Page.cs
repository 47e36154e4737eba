using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace MnistApi.Http.Parameters;

/// <summary>Which part of a list.</summary>
public record PageParameters : IBoundedParameters
{
    /// <summary>The page, from 1. One past the end is empty.</summary>
    [Range(1, 1_000_000), DefaultValue(1)]
    public int? Page { get; init; }

    /// <summary>Items of a page, 1 to 100.</summary>
    [Range(1, 100), DefaultValue(20)]
    public int? PageSize { get; init; }

    internal int Number => Page ?? 1;

    internal int Size => PageSize ?? 20;

    internal int Skip => (Number - 1) * Size;
}

/// <summary>A part of a list.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Items of a full page.</param>
/// <param name="TotalCount">Items on all pages.</param>
/// <param name="TotalPages">Number of pages; 0 where there are no items.</param>
/// <param name="Items">The items of this page, in the order that was asked for.</param>
public sealed record PageOf<T>(int Page, int PageSize, int TotalCount, int TotalPages, IReadOnlyList<T> Items)
{
    internal static PageOf<T> Of(PageParameters parameters, int totalCount, IReadOnlyList<T> items) =>
        new(parameters.Number, parameters.Size, totalCount, (totalCount + parameters.Size - 1) / parameters.Size, items);
}

/// <summary>Tells where the other pages are (RFC 8288).</summary>
internal static class PageLinks
{
    public static void AddLinks<T>(this HttpResponse response, PageOf<T> page)
    {
        var links = new List<string>();
        if (page.Page > 1) links.AddRange([Link(1, "first"), Link(Math.Clamp(page.Page - 1, 1, Math.Max(page.TotalPages, 1)), "prev")]);
        if (page.Page < page.TotalPages) links.AddRange([Link(page.Page + 1, "next"), Link(page.TotalPages, "last")]);
        if (links.Count > 0) response.Headers.Link = string.Join(", ", links);

        string Link(int number, string relation)
        {
            var request = response.HttpContext.Request;
            var query = new Dictionary<string, StringValues>(QueryHelpers.ParseQuery(request.QueryString.Value), StringComparer.OrdinalIgnoreCase);
            query["page"] = $"{number}";
            return $"<{QueryHelpers.AddQueryString(request.PathBase + request.Path, query)}>; rel=\"{relation}\"";
        }
    }
}
