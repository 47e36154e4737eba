using Microsoft.Data.Sqlite;
using Npgsql;

namespace MnistApi.Persistence;

/// <summary>Tells faults that pass from those that stay.</summary>
internal static class DatabaseFailures
{
    private const int SqliteBusy = 5;

    /// <summary>Whether PostgreSQL was given a text with a NUL character, which it cannot keep or look for.</summary>
    public static bool IsUnstorableText(this Exception exception) => exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire };

    /// <summary>
    /// Whether the database was away, or gave up what it was asked because of others: the same may succeed a moment later. EF Core and Hangfire wrap what the
    /// provider threw.
    /// </summary>
    public static bool IsDatabaseAway(this Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException { IsTransient: true } or SqliteException { SqliteErrorCode: SqliteBusy }) return true;

            // Ended by PostgreSQL: a session that was idle within a transaction (25P03), or any session when the server stops (57P01 to 57P05).
            if (cause is PostgresException { SqlState: "25P03" or "57P01" or "57P02" or "57P03" or "57P05" }) return true;
        }

        return false;
    }
}
