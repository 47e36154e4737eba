using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace MnistApi.Storage.Sqlite;

/// <summary>
/// Takes connections to a read-only database out of the pool. SQLite finds out once for each connection that a file cannot be written, and the connection
/// stays read-only when the file can be written again.
/// </summary>
internal sealed class SqliteReopening : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        GiveUpIfReadOnly((SqliteConnection)connection);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        GiveUpIfReadOnly((SqliteConnection)connection);
        return ValueTask.FromResult(result);
    }

    private static void GiveUpIfReadOnly(SqliteConnection connection)
    {
        if (connection.Handle is { } handle && raw.sqlite3_db_readonly(handle, "main") == 1) SqliteConnection.ClearPool(connection);
    }
}
