using Microsoft.AspNetCore.Mvc;
using MnistApi.Storage;

namespace MnistApi.Http.Errors;

/// <summary>Describes trouble of the database to clients.</summary>
internal static class DatabaseProblems
{
    /// <summary>Codes that any route may answer with.</summary>
    public static readonly IReadOnlyList<ProblemCode> Codes = [.. Enum.GetValues<DatabaseTrouble>().Select(CodeOf).Distinct()];

    public static ProblemDetails Of(DatabaseTrouble trouble) => Problems.Details(
        CodeOf(trouble),
        $"{Describe(trouble)} Try again in {RetryAfterSeconds(trouble)} seconds; a request that changes something may have done it, so look first, or use an Idempotency-Key.");

    public static ProblemCode CodeOf(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.Busy => ProblemCode.DatabaseBusy,
        DatabaseTrouble.ReadOnly => ProblemCode.DatabaseReadOnly,
        DatabaseTrouble.Full => ProblemCode.DatabaseFull,
        DatabaseTrouble.Faulty => ProblemCode.DatabaseFaulty,
        DatabaseTrouble.Encoding => ProblemCode.DatabaseEncoding,
        _ => ProblemCode.DatabaseUnavailable,
    };

    /// <summary>Short where the trouble passes by itself, longer where somebody must end it.</summary>
    public static int RetryAfterSeconds(DatabaseTrouble trouble) => trouble is DatabaseTrouble.Unavailable or DatabaseTrouble.Busy ? 2 : 15;

    /// <summary>One or two sentences.</summary>
    public static string Describe(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.Unavailable => "The database does not answer.",
        DatabaseTrouble.Refused => "The database refuses the service: its password, its rights or the database's name changed.",
        DatabaseTrouble.Busy => "The database was locked by others for too long.",
        DatabaseTrouble.ReadOnly => "The database is read-only at the moment, as a standby is after a failover.",
        DatabaseTrouble.Full => "The database has no space left. Its operator must free some.",
        DatabaseTrouble.Faulty => "The database cannot read or write its files, or they are damaged. Its operator must repair it or restore a copy.",
        DatabaseTrouble.Encoding => "The database does not keep texts as UTF-8. Its operator must move the data to a database with that encoding.",
        _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "A trouble without a description."),
    };
}
