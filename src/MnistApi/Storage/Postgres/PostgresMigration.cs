using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MnistApi.Settings;
using Npgsql;

namespace MnistApi.Storage.Postgres;

/// <summary>
/// Migrates the schemas of the service and of Hangfire. An advisory lock of the session lets only one process migrate at a time; PostgreSQL
/// releases it if the process dies. The migration waits up to 30 seconds for the server, because machines start in any order.
/// </summary>
internal sealed partial class PostgresMigration(
    IDbContextFactory<MnistDb> databases,
    IOptions<StorageOptions> options,
    DatabaseClock clock,
    ILogger<PostgresMigration> logger) : IMigration
{
    public const string HangfireSchema = "hangfire";

    /// <summary>The key of the advisory lock for migrations. The number is arbitrary.</summary>
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
            catch (Exception e) when (MayPass(e) && clock.GetElapsedTime(begin) < Patience)
            {
                if (tries == 1) LogWaiting(logger, e.GetBaseException().Message);
                await Task.Delay(Interval, clock, token);
            }
            catch (Exception e) when (e is NpgsqlException || e.IsDatabaseFailure())
            {
                throw new StartException(
                    $"PostgreSQL cannot be used: {e.GetBaseException().Message} "
                    + "Storage:ConnectionString has the host, the database and the user. "
                    + "The database must exist, and the user must have the right to create tables and schemas.",
                    e);
            }
        }
    }

    private static bool MayPass(Exception exception) =>
        exception.FindDatabaseFailure() is not (null or DatabaseFailure.Refused or DatabaseFailure.Encoding);

    private async Task MigrateAsync(CancellationToken token)
    {
        // The lock has its own connection, so that a failed transaction of a migration does not release it. There are no timeouts, because
        // another process may be migrating and a large table takes time.
        var connectionString = new NpgsqlConnectionStringBuilder(PostgresConnection.StringOf(options.Value))
        {
            CommandTimeout = 0,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(token);
        await using var lockCommand = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection);
        lockCommand.Parameters.Add(new NpgsqlParameter { Value = MigrationLock });
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
        {
            throw new StartException(
                $"PostgreSQL cannot be used: the database {connection.Database} has the encoding {encoding}, but the service needs UTF8. "
                + "Create another database: CREATE DATABASE mnistapi TEMPLATE template0 ENCODING 'UTF8'.");
        }
    }

    [LoggerMessage(LogLevel.Warning, "PostgreSQL does not answer yet. The service waits up to 30 seconds: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
