using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MnistApi.Storage;

/// <summary>A transaction that is done over on what somebody else left, where that somebody was faster.</summary>
internal static class RetriedTransaction
{
    private const int Tries = 10;

    /// <summary>Lets the caller change something and commits. The caller is called again, with nothing loaded, where its rows were changed or made meanwhile.</summary>
    public static async Task<TResult> ChangeAsync<TResult>(this IDbContextFactory<MnistDb> databases, Func<MnistDb, Task<TResult>> change, CancellationToken token)
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
            catch (Exception e) when (tries < Tries && IsConflict(e))
            {
                // The transaction was rolled back, so the next one sees what the other has left.
            }
        }
    }

    /// <summary>
    /// Whether another transaction came between: a concurrency token has changed, a row or a key is there or gone by now, or PostgreSQL has ended one of two
    /// transactions that waited for each other, in a query as well as in a change. SQLite has waited already when it gives up, so it is not asked again.
    /// </summary>
    private static bool IsConflict(Exception exception) =>
        exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure }
        || (exception is DbUpdateException && !exception.IsDatabaseTrouble());
}
