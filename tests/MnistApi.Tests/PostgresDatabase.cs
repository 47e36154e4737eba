using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace MnistApi.Tests;

/// <summary>A PostgreSQL database for one test, and services that share it.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private PostgresDatabase(string server, string name) => (_server, _name) = (server, name);

    public string Name => _name;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ConnectionString;

    /// <param name="server">Null uses the server that tests share; without one, the test is skipped.</param>
    /// <param name="options">Options of CREATE DATABASE.</param>
    public static async Task<PostgresDatabase> CreateAsync(PostgresServer? server = null, string options = "")
    {
        var database = new PostgresDatabase(server?.ConnectionString ?? PostgresServer.SharedConnectionString, $"test_{Guid.NewGuid():n}");
        await database.ExecuteAsync($"CREATE DATABASE {database._name} {options}");
        return database;
    }

    /// <summary>Starts a service on this database with its own data directory.</summary>
    /// <param name="role">all, api or worker.</param>
    public Task<ServiceProcess> StartAsync(string role, params (string Name, string Value)[] settings) =>
        ServiceProcess.StartAsync(null, [.. Settings(role), .. settings]);

    public (string Name, string Value)[] Settings(string role) =>
        [
            ("Role", role),
            ("Storage__Provider", "postgres"),
            ("Storage__ConnectionString", ConnectionString),
            ("Training__LeaseSeconds", "5"),
        ];

    /// <summary>
    /// With <c>TEST_STORAGE=postgres</c>, every service of every test keeps its data in PostgreSQL, with one database per data directory.
    /// The databases stay until the server is removed.
    /// </summary>
    public static (string Name, string Value)[] SettingsOf(string dataDirectory)
    {
        if (!TestDatabase.IsPostgres) return [];
        CreateIfMissing(dataDirectory);
        return Of(dataDirectory).Settings("all");
    }

    /// <summary>Creates the database of a data directory. If a service has started there before, it exists already.</summary>
    public static void CreateIfMissing(string dataDirectory)
    {
        var database = Of(dataDirectory);
        try
        {
            database.ExecuteAsync($"CREATE DATABASE {database._name}").GetAwaiter().GetResult();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // The service starts again on its database.
        }
    }

    public static string ConnectionStringOf(string dataDirectory) => Of(dataDirectory).ConnectionString;

    /// <summary>Returns the single value of a query.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public ValueTask DisposeAsync() => new(ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)"));

    private static PostgresDatabase Of(string dataDirectory) =>
        new(
            PostgresServer.SharedConnectionString,
            $"of_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)))[..20]}");

    /// <summary>Executes a statement in the server's default database, to which the settings of this database do not apply.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
