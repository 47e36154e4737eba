using Microsoft.Data.Sqlite;

namespace MnistApi.Storage.Sqlite;

/// <summary>Finds out whether a SQLite database can be written, at the cost of one page.</summary>
internal static class SqliteWriteProbe
{
    /// <summary>A checkpoint of a small network, and SQLite's own needs beside it.</summary>
    public const long LeastFreeBytes = 16 << 20;

    private const int Full = 13;

    /// <summary>
    /// Throws what a write would throw. A connection of its own, because a pooled one does not notice that its file was replaced; it waits at most a second
    /// for another writer.
    /// </summary>
    public static async Task RunAsync(string? connectionString, CancellationToken token)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 1 };
        await using var connection = new SqliteConnection(builder.ConnectionString);
        await connection.OpenAsync(token);
        var directory = Path.GetDirectoryName(Path.GetFullPath(builder.DataSource))!;
        if (FreeBytes(directory) < LeastFreeBytes) throw new SqliteException($"The disk of {directory} is full.", Full);

        // EF Core does not use the database's user_version. To set it to what it is writes the first page, and nothing else.
        await using var transaction = connection.BeginTransaction(deferred: false);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version = 0";
        await command.ExecuteNonQueryAsync(token);
        await transaction.CommitAsync(token);
    }

    /// <summary>Null where the file system does not tell this process. Whether it can write, the write says.</summary>
    private static long? FreeBytes(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }
}
