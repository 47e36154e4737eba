using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MnistApi.Persistence;

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
            catch (DbUpdateException e) when (tries < Tries && (!e.IsDatabaseTrouble() || IsConflict(e)))
            {
                // A concurrency token that is another by now, or a key or a row that is there or gone by now.
            }
        }
    }

    /// <summary>PostgreSQL ends one of two transactions that wait for each other at once. SQLite is not asked again: it has waited already.</summary>
    private static bool IsConflict(DbUpdateException e) =>
        e.InnerException is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };
}
