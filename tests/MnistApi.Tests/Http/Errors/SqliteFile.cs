using Microsoft.Data.Sqlite;

namespace MnistApi.Tests.Http.Errors;

/// <summary>Opens a SQLite file directly and runs commands on it.</summary>
internal static class SqliteFile
{
    public static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public static async Task ExecuteAsync(this SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
