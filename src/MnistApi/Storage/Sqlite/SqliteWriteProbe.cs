using Microsoft.Data.Sqlite;

namespace MnistApi.Storage.Sqlite;

/// <summary>Checks whether a SQLite database can be written. The check writes one page.</summary>
internal static class SqliteWriteProbe
{
    /// <summary>The least free disk space, in bytes: enough for a checkpoint of a small network and for the files of SQLite.</summary>
    public const long LeastFreeBytes = 16 << 20;

    private const int Full = 13;

    /// <summary>
    /// Throws the exception of a write if the database cannot be written. It opens a new connection, because a pooled one does not notice
    /// that its file was replaced, and waits at most one second for another writer.
    /// </summary>
    public static async Task RunAsync(string? connectionString, CancellationToken token)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = 1,
        };
        await using var connection = new SqliteConnection(builder.ConnectionString);
        await connection.OpenAsync(token);
        var directory = Path.GetDirectoryName(Path.GetFullPath(builder.DataSource))!;
        if (FreeBytes(directory) < LeastFreeBytes) throw new SqliteException($"The disk of {directory} is full.", Full);

        // EF Core does not use user_version. Setting it to its current value writes only the first page.
        await using var transaction = connection.BeginTransaction(deferred: false);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version = 0";
        await command.ExecuteNonQueryAsync(token);
        await transaction.CommitAsync(token);
    }

    /// <summary>
    /// The free disk space in bytes; null if the file system does not report it. The write then shows whether there is space.
    /// </summary>
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
