using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MnistApi.Storage;

/// <summary>A transaction that is repeated if it conflicts with another one.</summary>
internal static class RetriedTransaction
{
    private const int MaxTries = 10;

    /// <summary>
    /// Calls a function in a transaction and commits its changes. If another transaction has changed or added the same rows, the function
    /// is called again with a new context.
    /// </summary>
    public static async Task<TResult> ChangeAsync<TResult>(
        this IDbContextFactory<MnistDb> databases, Func<MnistDb, Task<TResult>> change, CancellationToken token)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(token);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var result = await change(db);
                await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return result;
            }
            catch (Exception e) when (tries < MaxTries && IsConflict(e))
            {
                // The transaction was rolled back. The next one sees the changes of the other.
            }
        }
    }

    /// <summary>
    /// Whether the transaction conflicted with another one: a concurrency token has changed, a row or a key was added or removed, or
    /// PostgreSQL has ended one of two transactions that waited for each other, during a query or a change. SQLite waits for its lock
    /// before it fails, so its lock failures are not repeated.
    /// </summary>
    private static bool IsConflict(Exception exception) =>
        exception.GetBaseException() is PostgresException
        {
            SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        }
        || (exception is DbUpdateException && !exception.IsDatabaseFailure());
}
