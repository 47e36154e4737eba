using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MnistApi.Storage.Sqlite;

/// <summary>
/// Sets the pragmas of each connection. With <c>busy_timeout</c>, SQLite itself waits for other writers and retries within milliseconds;
/// the provider would sleep for 150 ms at a time. With <c>synchronous = FULL</c>, the default of SQLite, a commit survives a power failure.
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

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
