using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MnistApi.Storage;

/// <summary>Distinguishes trouble of the database from faults of the service.</summary>
internal static class DatabaseFailures
{
    /// <summary>Whether a text has a character that the database cannot store: NUL in PostgreSQL, or half of a surrogate pair.</summary>
    public static bool IsUnstorableText(this Exception exception) => exception.GetBaseException() switch
    {
        EncoderFallbackException => true,
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } e => e.MessageText.EndsWith("0x00", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether the database cannot do at the moment what it was asked, so that the same may succeed later.</summary>
    public static bool IsDatabaseTrouble(this Exception exception) => exception.FindDatabaseTrouble() is not null;

    /// <summary>What the trouble is; null where the exception has another cause. EF Core and Hangfire wrap what the provider threw.</summary>
    public static DatabaseTrouble? FindDatabaseTrouble(this Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException) return null; // PostgreSQL's answer to it looks like a time-out.
            var trouble = cause switch
            {
                SqliteException e => OfSqlite(e.SqliteErrorCode),
                PostgresException e => OfPostgres(e),
                NpgsqlException { InnerException: DecoderFallbackException } or DecoderFallbackException => DatabaseTrouble.Encoding,
                NpgsqlException => DatabaseTrouble.Unavailable,
                _ => (DatabaseTrouble?)null,
            };
            if (trouble is not null) return trouble;
        }

        return null;
    }

    /// <summary>Primary result codes: https://www.sqlite.org/rescode.html.</summary>
    private static DatabaseTrouble? OfSqlite(int code) => code switch
    {
        5 or 6 or 15 => DatabaseTrouble.Busy, // BUSY, LOCKED, PROTOCOL
        8 => DatabaseTrouble.ReadOnly, // READONLY
        13 => DatabaseTrouble.Full, // FULL
        10 or 11 or 26 => DatabaseTrouble.Faulty, // IOERR, CORRUPT, NOTADB
        3 or 14 => DatabaseTrouble.Unavailable, // PERM, CANTOPEN
        _ => null,
    };

    /// <summary>SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html.</summary>
    private static DatabaseTrouble? OfPostgres(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseTrouble.ReadOnly,
        PostgresErrorCodes.DiskFull => DatabaseTrouble.Full,
        PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire => DatabaseTrouble.Encoding,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.QueryCanceled => DatabaseTrouble.Busy,
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege => DatabaseTrouble.Refused,
        "25P03" => DatabaseTrouble.Unavailable, // A session that was idle within a transaction.
        var state => state[..2] switch
        {
            "28" => DatabaseTrouble.Refused, // Invalid authorization
            "58" or "XX" when state != PostgresErrorCodes.InternalError => DatabaseTrouble.Faulty, // System errors, damaged data and indices
            "57" => DatabaseTrouble.Unavailable, // The server stops, or starts.
            "08" or "53" => DatabaseTrouble.Unavailable, // Connection exceptions, insufficient resources
            _ => e.IsTransient ? DatabaseTrouble.Unavailable : null,
        },
    };
}
