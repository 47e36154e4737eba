using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MnistApi.Storage;

/// <summary>Distinguishes failures of the database from errors of the service.</summary>
internal static class DatabaseFailures
{
    /// <summary>Whether a text has a character that the database cannot store: NUL in PostgreSQL, or half of a surrogate pair.</summary>
    public static bool IsUnstorableText(this Exception exception) => exception.GetBaseException() switch
    {
        EncoderFallbackException => true,
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } e =>
            e.MessageText.EndsWith("0x00", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether the database could not execute a request that may succeed later.</summary>
    public static bool IsDatabaseFailure(this Exception exception) => exception.FindDatabaseFailure() is not null;

    /// <summary>
    /// Finds the failure that caused an exception; null if the exception has another cause. EF Core and Hangfire wrap the exceptions of the
    /// provider.
    /// </summary>
    public static DatabaseFailure? FindDatabaseFailure(this Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException) return null; // PostgreSQL reports a cancelled query like a timeout.
            var failure = cause switch
            {
                SqliteException e => OfSqlite(e.SqliteErrorCode),
                PostgresException e => OfPostgres(e),
                NpgsqlException { InnerException: DecoderFallbackException } or DecoderFallbackException => DatabaseFailure.Encoding,
                NpgsqlException => DatabaseFailure.Unavailable,
                _ => (DatabaseFailure?)null,
            };
            if (failure is not null) return failure;
        }

        return null;
    }

    /// <param name="code">The primary result code: https://www.sqlite.org/rescode.html.</param>
    private static DatabaseFailure? OfSqlite(int code) => code switch
    {
        5 or 6 or 15 => DatabaseFailure.Busy, // BUSY, LOCKED, PROTOCOL
        8 => DatabaseFailure.ReadOnly, // READONLY
        13 => DatabaseFailure.Full, // FULL
        10 or 11 or 26 => DatabaseFailure.Faulty, // IOERR, CORRUPT, NOTADB
        3 or 14 => DatabaseFailure.Unavailable, // PERM, CANTOPEN
        _ => null,
    };

    /// <remarks>SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html.</remarks>
    private static DatabaseFailure? OfPostgres(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseFailure.ReadOnly,
        PostgresErrorCodes.DiskFull => DatabaseFailure.Full,
        PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire => DatabaseFailure.Encoding,
        PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.QueryCanceled => DatabaseFailure.Busy,
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege => DatabaseFailure.Refused,
        "25P03" => DatabaseFailure.Unavailable, // The session was idle in a transaction for too long.
        var state => state[..2] switch
        {
            "28" => DatabaseFailure.Refused, // Invalid authorization
            "58" or "XX" when state != PostgresErrorCodes.InternalError => DatabaseFailure.Faulty, // System errors, damaged data or indexes
            "57" => DatabaseFailure.Unavailable, // The server is stopping or starting.
            "08" or "53" => DatabaseFailure.Unavailable, // Connection exceptions, insufficient resources
            _ => e.IsTransient ? DatabaseFailure.Unavailable : null,
        },
    };
}
