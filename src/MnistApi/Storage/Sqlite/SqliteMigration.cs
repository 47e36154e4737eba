using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistApi.Settings;

namespace MnistApi.Storage.Sqlite;

/// <summary>Takes the data directory and brings the database in it to this version.</summary>
internal sealed class SqliteMigration(IDbContextFactory<MnistDb> databases) : IMigration
{
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(token);
            await FreeLockAsync(db, token);
            await db.Database.MigrateAsync(token);
        }
        catch (SqliteException e)
        {
            throw new StartException($"The database in the data directory cannot be used: {e.Message} Restore it from a copy, or name another DataDirectory.", e);
        }
    }

    /// <summary>
    /// EF Core locks a SQLite database by a row, which stays where the process was killed and is then waited for without end. Whoever has
    /// the data directory knows that nobody else migrates.
    /// </summary>
    private static async Task FreeLockAsync(MnistDb db, CancellationToken token)
    {
        await using var connection = new SqliteConnection(db.Database.GetConnectionString());
        await connection.OpenAsync(token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'";
        if ((long)(await command.ExecuteScalarAsync(token))! == 0) return;

        command.CommandText = "DELETE FROM __EFMigrationsLock";
        await command.ExecuteNonQueryAsync(token);
    }
}
