using Microsoft.Data.Sqlite;
using MnistApi.Storage;
using Npgsql;

namespace MnistApi.Tests.Http.Errors;

/// <summary>Which trouble of the database an exception stands for.</summary>
public class DatabaseExceptionTests
{
    [Fact]
    public async Task Exceptions_of_SQLite_are_told_apart()
    {
        using var data = new TestDirectory();
        var file = Path.Combine(data.Path, "a.db");
        await using var connection = await SqliteFile.OpenAsync(file);
        await connection.ExecuteAsync("CREATE TABLE t (x)");

        await connection.ExecuteAsync("PRAGMA max_page_count = 2");
        Assert.Equal(DatabaseFailure.Full, await FailureOfAsync(connection, "INSERT INTO t VALUES (zeroblob(100000))"));
        await connection.ExecuteAsync("PRAGMA query_only = 1");
        Assert.Equal(DatabaseFailure.ReadOnly, await FailureOfAsync(connection, "INSERT INTO t VALUES (1)"));
        Assert.Null(await FailureOfAsync(connection, "SELECT * FROM nothing"));

        await File.WriteAllTextAsync($"{file}-text", new string('x', 10_000), TestContext.Current.CancellationToken);
        await using var text = await SqliteFile.OpenAsync($"{file}-text");
        Assert.Equal(DatabaseFailure.Faulty, await FailureOfAsync(text, "SELECT * FROM t"));
        await using var missing = new SqliteConnection($"Data Source={data.Path}/nothing/a.db");
        var notFound = await Assert.ThrowsAsync<SqliteException>(() => missing.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal(DatabaseFailure.Unavailable, notFound.FindDatabaseFailure());
    }

    [Theory]
    [InlineData("25006", "ReadOnly")]
    [InlineData("53100", "Full")]
    [InlineData("53300", "Unavailable")]
    [InlineData("57P01", "Unavailable")]
    [InlineData("57P03", "Unavailable")]
    [InlineData("25P03", "Unavailable")]
    [InlineData("08006", "Unavailable")]
    [InlineData("55P03", "Busy")]
    [InlineData("40P01", "Busy")]
    [InlineData("58030", "Faulty")]
    [InlineData("XX001", "Faulty")]
    [InlineData("XX002", "Faulty")]
    [InlineData("22P05", "Encoding")]
    [InlineData("22021", "Encoding")]
    [InlineData("28P01", "Refused")]
    [InlineData("3D000", "Refused")]
    [InlineData("42501", "Refused")]
    [InlineData("XX000", null)]
    [InlineData("23505", null)]
    [InlineData("42601", null)]
    public void Exceptions_of_PostgreSQL_are_told_apart(string state, string? expected)
    {
        var exception = new InvalidOperationException("EF Core wraps it.", new PostgresException("m", "ERROR", "ERROR", state));

        Assert.Equal(expected, exception.FindDatabaseFailure()?.ToString());
    }

    [Fact]
    public void A_cancelled_request_is_not_a_database_trouble()
    {
        var cancelled = new PostgresException("m", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled);

        Assert.Null(new OperationCanceledException("m", cancelled).FindDatabaseFailure());
    }

    private static async Task<DatabaseFailure?> FailureOfAsync(SqliteConnection connection, string sql) =>
        (await Assert.ThrowsAsync<SqliteException>(() => connection.ExecuteAsync(sql))).FindDatabaseFailure();
}
