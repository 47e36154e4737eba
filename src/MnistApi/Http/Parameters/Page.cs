using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace MnistApi.Http.Parameters;

/// <summary>The page of a list.</summary>
public record PageParameters : IBoundedParameters
{
    /// <summary>The number of the page, 1 to 1,000,000. A page after the last one is empty.</summary>
    [Range(1, 1_000_000), DefaultValue(1)]
    public int? Page { get; init; }

    /// <summary>The largest number of items on the page, 1 to 100.</summary>
    [Range(1, 100), DefaultValue(20)]
    public int? PageSize { get; init; }

    internal int Number => Page ?? 1;

    internal int Size => PageSize ?? 20;

    internal int Skip => (Number - 1) * Size;
}

/// <summary>A page of a list.</summary>
/// <param name="Page">The number of the page, from 1.</param>
/// <param name="PageSize">The largest number of items on a page.</param>
/// <param name="TotalCount">The number of items on all pages.</param>
/// <param name="TotalPages">The number of pages; 0 if there are no items.</param>
/// <param name="Items">The items of this page, in the requested order.</param>
public sealed record PageOf<T>(int Page, int PageSize, int TotalCount, int TotalPages, IReadOnlyList<T> Items)
{
    internal static PageOf<T> Of(PageParameters parameters, int totalCount, IReadOnlyList<T> items) =>
        new(parameters.Number, parameters.Size, totalCount, (totalCount + parameters.Size - 1) / parameters.Size, items);
}

/// <summary>Adds the URLs of the other pages to a response (RFC 8288).</summary>
internal static class PageLinks
{
    public static void AddLinks<T>(this HttpResponse response, PageOf<T> page)
    {
        var links = new List<string>();
        var lastPage = Math.Max(page.TotalPages, 1);
        if (page.Page > 1) links.AddRange([Link(1, "first"), Link(Math.Min(page.Page - 1, lastPage), "prev")]);
        if (page.Page < page.TotalPages) links.AddRange([Link(page.Page + 1, "next"), Link(page.TotalPages, "last")]);
        if (links.Count > 0) response.Headers.Link = string.Join(", ", links);

        string Link(int number, string relation)
        {
            var request = response.HttpContext.Request;
            var parameters = QueryHelpers.ParseQuery(request.QueryString.Value);
            var query = new Dictionary<string, StringValues>(parameters, StringComparer.OrdinalIgnoreCase) { ["page"] = $"{number}" };
            return $"<{QueryHelpers.AddQueryString(request.PathBase + request.Path, query)}>; rel=\"{relation}\"";
        }
    }
}
