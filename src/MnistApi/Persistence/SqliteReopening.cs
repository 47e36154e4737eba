using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MnistApi.Persistence;

/// <summary>
/// Gives up all pooled connections to a database that could not be written. SQLite decides when it opens a file whether it can be written, and a connection
/// never asks again.
/// </summary>
internal sealed class SqliteReopening : DbCommandInterceptor
{
    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => GiveUp(command.Connection, eventData.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        GiveUp(command.Connection, eventData.Exception);
        return Task.CompletedTask;
    }

    private static void GiveUp(DbConnection? connection, Exception exception)
    {
        if (connection is SqliteConnection sqlite && exception.FindDatabaseTrouble() is DatabaseTrouble.ReadOnly or DatabaseTrouble.Faulty) SqliteConnection.ClearPool(sqlite);
    }
}
