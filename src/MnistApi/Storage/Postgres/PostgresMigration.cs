using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using Npgsql;

namespace MnistApi.Storage.Postgres;

/// <summary>
/// Brings the database and Hangfire's part of it to this version, one process after another: a lock of the session, which PostgreSQL gives back
/// when the process is killed. Waits a while for a server that is not up yet, since machines start in any order.
/// </summary>
internal sealed partial class PostgresMigration(IDbContextFactory<MnistDb> databases, IOptions<StorageOptions> options, DatabaseClock clock, ILogger<PostgresMigration> logger) : IMigration
{
    public const string HangfireSchema = "hangfire";

    /// <summary>The key of the advisory lock for migrations. The number has no meaning.</summary>
    private const long MigrationLock = 0x4D4E49535402;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken token)
    {
        var begin = clock.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await MigrateAsync(token);
                return;
            }
            catch (Exception e) when (e.FindDatabaseTrouble() is not (null or DatabaseTrouble.Refused or DatabaseTrouble.Encoding) && clock.GetElapsedTime(begin) < Patience)
            {
                if (tries == 1) Log.Waiting(logger, e.GetBaseException().Message);
                await Task.Delay(Interval, clock, token);
            }
            catch (Exception e) when (e is NpgsqlException || e.IsDatabaseTrouble())
            {
                throw new StartException($"PostgreSQL cannot be used: {e.GetBaseException().Message} Storage:ConnectionString says where it is and who asks; the database must be there, and its user may create tables and schemas.", e);
            }
        }
    }

    private async Task MigrateAsync(CancellationToken token)
    {
        // Beside the migration's own connection, so that a transaction of a migration that fails does not give the lock back. Without
        // time-outs: it waits for whoever migrates, and a large table may take its time.
        var connectionString = new NpgsqlConnectionStringBuilder(PostgresConnection.StringOf(options.Value)) { CommandTimeout = 0, Pooling = false };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(token);
        await using var lockCommand = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = MigrationLock } } };
        await lockCommand.ExecuteNonQueryAsync(token);

        await CheckEncodingAsync(connection, token);
        await clock.ReadAsync(connection, token);
        await using var db = await databases.CreateDbContextAsync(token);
        db.Database.SetCommandTimeout(0);
        await db.Database.MigrateAsync(token);
        await using var hangfire = new NpgsqlConnection(connectionString.ConnectionString);
        await hangfire.OpenAsync(token);
        PostgreSqlObjectsInstaller.Install(hangfire, HangfireSchema);
    }

    private static async Task CheckEncodingAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("SHOW server_encoding", connection);
        if (await command.ExecuteScalarAsync(token) is string encoding and not "UTF8")
            throw new StartException($"PostgreSQL cannot be used: the database {connection.Database} has the encoding {encoding}, but texts need UTF8. Create one that has it: CREATE DATABASE mnistapi TEMPLATE template0 ENCODING 'UTF8'.");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "PostgreSQL does not answer yet, and is waited for half a minute: {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);
    }
}
