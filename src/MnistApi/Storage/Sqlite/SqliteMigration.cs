using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistApi.Settings;

namespace MnistApi.Storage.Sqlite;

/// <summary>Migrates the database in the data directory.</summary>
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
            throw new StartException(
                $"The database in the data directory cannot be used: {e.Message} "
                + "Restore it from a backup, or choose another DataDirectory.",
                e);
        }
    }

    /// <summary>
    /// Removes the lock of EF Core, which is a row in a table. If a process dies during a migration, the row remains, and the next
    /// migration would wait forever. This process has locked the data directory, so no other process is migrating.
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
