using System.Globalization;
using Npgsql;

namespace MnistApi.Benchmarks;

/// <summary>
/// A PostgreSQL database for one benchmark. It lies on the server that TEST_POSTGRES names, which must run on this machine, because the
/// processor time of its processes is read from /proc.
/// </summary>
internal sealed class BenchmarkedDatabase : IAsyncDisposable
{
    private const string Variable = "TEST_POSTGRES";

    /// <summary>Linux counts clock ticks in /proc at this rate, whatever the kernel's own rate is.</summary>
    private const double TicksPerSecond = 100;

    private readonly string _server;
    private readonly string _name = $"benchmark_{Guid.NewGuid():n}";
    private int _serverProcess;

    private BenchmarkedDatabase(string server) => _server = server;

    private string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_server) { Database = _name, ApplicationName = "benchmark" }.ConnectionString;

    public static async Task<BenchmarkedDatabase> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable)
            ?? throw new InvalidOperationException($"{Variable} names no PostgreSQL. Start one: eval \"$(eng/postgres start DIRECTORY)\".");
        var database = new BenchmarkedDatabase(server);
        await ExecuteAsync(server + ";Pooling=false", $"CREATE DATABASE {database._name}");
        database._serverProcess = StatOf(await database.QueryAsync<int>("SELECT pg_backend_pid()"))!.Value.Parent;
        return database;
    }

    /// <summary>Starts a process of the service on this database. Its connections carry its role as the application name.</summary>
    /// <param name="role">all, api or worker.</param>
    public Task<BenchmarkedService> StartAsync(string role, params (string Name, string Value)[] settings) =>
        BenchmarkedService.StartAsync([
            ("Role", role),
            ("Storage__Provider", "postgres"),
            ("Storage__ConnectionString", $"{_server};Database={_name};Application Name={role}"),
            .. settings,
        ]);

    /// <summary>The processor time in seconds of all processes of the server, including those that have ended.</summary>
    public double ProcessorSeconds()
    {
        var ticks = StatOf(_serverProcess)!.Value.OwnAndEndedChildren;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var process)
                && StatOf(process) is { } stat
                && stat.Parent == _serverProcess)
                ticks += stat.Own;
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>Transactions since the database was created. Sessions report theirs up to ten seconds late, so this waits first.</summary>
    public async Task<long> TransactionsAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(11));
        return await QueryAsync<long>("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()");
    }

    /// <summary>The number of connections that processes of a role hold.</summary>
    public Task<long> ConnectionsAsync(string role) =>
        QueryAsync<long>($"SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{role}'");

    /// <summary>The bytes that the server has written to its write-ahead log so far.</summary>
    public async Task<double> LoggedBytesAsync() => (double)await QueryAsync<decimal>("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");

    /// <summary>The rows and bytes of the service's tables, indexes included, after a full vacuum.</summary>
    public async Task<IReadOnlyDictionary<string, (double Rows, double Bytes)>> SizesAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using (var vacuum = new NpgsqlCommand("VACUUM (FULL, ANALYZE)", connection) { CommandTimeout = 0 })
            await vacuum.ExecuteNonQueryAsync();

        await using var command = new NpgsqlCommand(
            """
            SELECT relname::text, reltuples::float8, pg_total_relation_size(oid)::float8
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var sizes = new Dictionary<string, (double, double)>();
        while (await reader.ReadAsync()) sizes.Add(reader.GetString(0), (reader.GetDouble(1), reader.GetDouble(2)));
        return sizes;
    }

    /// <summary>Returns the single value of a query.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync(_server + ";Pooling=false", $"DROP DATABASE {_name} WITH (FORCE)");

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Reads /proc/N/stat; null if the process no longer exists. The program's name stands in brackets and may contain spaces, so the
    /// fields are counted from the closing bracket.
    /// </summary>
    private static (int Parent, double Own, double OwnAndEndedChildren)? StatOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            // utime, stime, cutime, cstime
            var times = fields[11..15].Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), times[0] + times[1], times.Sum());
        }
        catch (IOException)
        {
            return null;
        }
    }
}
