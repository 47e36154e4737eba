using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace MnistApi.Http.Errors;

/// <summary>Says what is wrong with JSON that was sent.</summary>
internal static partial class JsonProblems
{
    public static ProblemDetails Malformed(JsonException json)
    {
        var place = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
        return Problems.Details(ProblemCode.MalformedJson, $"The body is not the JSON that is expected{place}, at {json.Path ?? "$"}: {Reason(json)}");
    }

    /// <summary>The serializer speaks of C# types and members, which a client does not know, and adds path and line, which we say in our own way.</summary>
    private static string Reason(JsonException json) => json.Message switch
    {
        var message when message.Contains("nullability", StringComparison.Ordinal) => "The value must not be null.",
        var message when message.Contains("could not be converted", StringComparison.Ordinal) => "The value is of another type than is expected; /swagger has the types.",
        var message when message.Contains("could not be mapped", StringComparison.Ordinal) => "There is no such field; /swagger has those there are.",
        var message when MissingFields().Match(message) is { Success: true } missing => $"Missing: {missing.Groups[1].Value}.",
        var message => message.Split(" Path: ")[0].Split(" LineNumber: ")[0],
    };

    [GeneratedRegex("missing required properties including: (.*?)\\.")]
    private static partial Regex MissingFields();
}
