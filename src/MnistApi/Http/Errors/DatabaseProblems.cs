using Microsoft.AspNetCore.Mvc;
using MnistApi.Storage;

namespace MnistApi.Http.Errors;

/// <summary>Maps database errors to problems.</summary>
internal static class DatabaseProblems
{
    /// <summary>The codes that every route may answer with.</summary>
    public static readonly IReadOnlyList<ProblemCode> Codes = [.. Enum.GetValues<DatabaseFailure>().Select(CodeOf).Distinct()];

    public static ProblemDetails Of(DatabaseFailure failure) => Problems.Details(
        CodeOf(failure),
        $"{Describe(failure)} Try again in {RetryAfterSeconds(failure)} seconds. If the request changes something, it may have succeeded: "
        + "check first, or use an Idempotency-Key.");

    public static ProblemCode CodeOf(DatabaseFailure failure) => failure switch
    {
        DatabaseFailure.Busy => ProblemCode.DatabaseBusy,
        DatabaseFailure.ReadOnly => ProblemCode.DatabaseReadOnly,
        DatabaseFailure.Full => ProblemCode.DatabaseFull,
        DatabaseFailure.Faulty => ProblemCode.DatabaseFaulty,
        DatabaseFailure.Encoding => ProblemCode.DatabaseEncoding,
        _ => ProblemCode.DatabaseUnavailable,
    };

    /// <summary>The time until a retry is worthwhile, in seconds. It is longer for errors that an operator must correct.</summary>
    public static int RetryAfterSeconds(DatabaseFailure failure) =>
        failure is DatabaseFailure.Unavailable or DatabaseFailure.Busy ? 2 : 15;

    /// <summary>Describes an error in one or two sentences.</summary>
    public static string Describe(DatabaseFailure failure) => failure switch
    {
        DatabaseFailure.Unavailable => "The database does not answer.",
        DatabaseFailure.Refused => "The database rejects the service. Its password, its rights or the name of the database has changed.",
        DatabaseFailure.Busy => "Other transactions locked the database for too long.",
        DatabaseFailure.ReadOnly => "The database is read-only. This can happen after a failover to a standby.",
        DatabaseFailure.Full => "The database has no space left. Its operator must free some space.",
        DatabaseFailure.Faulty =>
            "The database cannot read or write its files, or they are damaged. Its operator must repair it or restore a backup.",
        DatabaseFailure.Encoding =>
            "The database does not store texts as UTF-8. Its operator must move the data to a database with that encoding.",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "The error has no description."),
    };
}
