using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MnistApi.Storage.Sqlite;

/// <summary>
/// Settings of each connection. A writer waits for another one inside SQLite, which looks again within milliseconds; the
/// provider's own waiting sleeps for 150 ms at a time. <c>synchronous = FULL</c> (SQLite's default, stated) makes a commit survive a power cut.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
