using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace MnistApi.Storage.Sqlite;

/// <summary>
/// Removes connections to a read-only database from the pool. SQLite checks once for each connection whether the file can be written. A
/// read-only connection stays read-only even if the file becomes writable.
/// </summary>
internal sealed class SqliteReopening : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        DiscardIfReadOnly((SqliteConnection)connection);
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        DiscardIfReadOnly((SqliteConnection)connection);
        return ValueTask.FromResult(result);
    }

    private static void DiscardIfReadOnly(SqliteConnection connection)
    {
        if (connection.Handle is { } handle && raw.sqlite3_db_readonly(handle, "main") == 1)
            SqliteConnection.ClearPool(connection);
    }
}
