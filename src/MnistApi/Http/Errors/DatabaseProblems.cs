using Microsoft.AspNetCore.Mvc;
using MnistApi.Storage;

namespace MnistApi.Http.Errors;

/// <summary>Maps database errors to problems.</summary>
internal static class DatabaseProblems
{
    /// <summary>The codes that every route may answer with.</summary>
    public static readonly IReadOnlyList<ProblemCode> Codes = [.. Enum.GetValues<DatabaseTrouble>().Select(CodeOf).Distinct()];

    public static ProblemDetails Of(DatabaseTrouble trouble) => Problems.Details(
        CodeOf(trouble),
        $"{Describe(trouble)} Try again in {RetryAfterSeconds(trouble)} seconds. If the request changes something, it may have succeeded: "
        + "check first, or use an Idempotency-Key.");

    public static ProblemCode CodeOf(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.Busy => ProblemCode.DatabaseBusy,
        DatabaseTrouble.ReadOnly => ProblemCode.DatabaseReadOnly,
        DatabaseTrouble.Full => ProblemCode.DatabaseFull,
        DatabaseTrouble.Faulty => ProblemCode.DatabaseFaulty,
        DatabaseTrouble.Encoding => ProblemCode.DatabaseEncoding,
        _ => ProblemCode.DatabaseUnavailable,
    };

    /// <summary>The time until a retry is worthwhile, in seconds. It is longer for errors that an operator must correct.</summary>
    public static int RetryAfterSeconds(DatabaseTrouble trouble) =>
        trouble is DatabaseTrouble.Unavailable or DatabaseTrouble.Busy ? 2 : 15;

    /// <summary>Describes an error in one or two sentences.</summary>
    public static string Describe(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.Unavailable => "The database does not answer.",
        DatabaseTrouble.Refused => "The database rejects the service. Its password, its rights or the name of the database has changed.",
        DatabaseTrouble.Busy => "Other transactions locked the database for too long.",
        DatabaseTrouble.ReadOnly => "The database is read-only. This can happen after a failover to a standby.",
        DatabaseTrouble.Full => "The database has no space left. Its operator must free some space.",
        DatabaseTrouble.Faulty =>
            "The database cannot read or write its files, or they are damaged. Its operator must repair it or restore a backup.",
        DatabaseTrouble.Encoding =>
            "The database does not store texts as UTF-8. Its operator must move the data to a database with that encoding.",
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "The error has no description."),
    };
}
