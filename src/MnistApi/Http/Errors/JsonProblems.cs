using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace MnistApi.Http.Errors;

/// <summary>Describes the errors of JSON in requests.</summary>
internal static partial class JsonProblems
{
    public static ProblemDetails Malformed(JsonException json)
    {
        var position = json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";
        return Problems.Details(
            ProblemCode.MalformedJson,
            $"The body is not the JSON that is expected{position}, at {json.Path ?? "$"}: {Reason(json)}");
    }

    /// <summary>
    /// Rewrites the message of the serializer. It names C# types and members, which a client does not know, and ends with the path and the
    /// line, which the problem already has.
    /// </summary>
    private static string Reason(JsonException json) => json.Message switch
    {
        var message when message.Contains("nullability", StringComparison.Ordinal) => "The value must not be null.",
        var message when message.Contains("could not be converted", StringComparison.Ordinal) =>
            "The value has the wrong type. /swagger lists the types.",
        var message when message.Contains("could not be mapped", StringComparison.Ordinal) =>
            "There is no such field. /swagger lists the fields.",
        var message when MissingFields().Match(message) is { Success: true } missing =>
            $"Required fields are missing: {missing.Groups[1].Value}.",
        var message => message.Split(" Path: ")[0].Split(" LineNumber: ")[0],
    };

    [GeneratedRegex("missing required properties including: (.*?)\\.")]
    private static partial Regex MissingFields();
}
