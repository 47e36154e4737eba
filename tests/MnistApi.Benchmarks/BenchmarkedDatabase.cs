using System.Globalization;
using Npgsql;

namespace MnistApi.Benchmarks;

/// <summary>A database of its own on the PostgreSQL that TEST_POSTGRES names, which must run on this machine: its processes are read from /proc.</summary>
internal sealed class BenchmarkedDatabase : IAsyncDisposable
{
    private const string Variable = "TEST_POSTGRES";

    /// <summary>Linux: clock ticks of /proc per second, whatever the kernel's own are.</summary>
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

    /// <summary>Starts a process of the service on this database, whose connections have its role as their application's name.</summary>
    /// <param name="role">all, api or worker.</param>
    public Task<BenchmarkedService> StartAsync(string role, params (string Name, string Value)[] settings) =>
        BenchmarkedService.StartAsync([
            ("Role", role),
            ("Storage__Provider", "postgres"),
            ("Storage__ConnectionString", $"{_server};Database={_name};Application Name={role}"),
            .. settings,
        ]);

    /// <summary>Time that all processes of the server have had, those that have ended included, in seconds.</summary>
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

    /// <summary>Transactions since it was created. Sessions tell theirs up to ten seconds late, so it is waited for.</summary>
    public async Task<long> TransactionsAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(11));
        return await QueryAsync<long>("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()");
    }

    /// <summary>Connections of the processes of a role.</summary>
    public Task<long> ConnectionsAsync(string role) =>
        QueryAsync<long>($"SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{role}'");

    /// <summary>Bytes of the server's log of changes so far: what it writes beside the tables, and sends to replicas and backups.</summary>
    public async Task<double> LoggedBytesAsync() => (double)await QueryAsync<decimal>("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");

    /// <summary>Rows and bytes of the service's tables, with indexes, once what was deleted is cleared away.</summary>
    public async Task<IReadOnlyDictionary<string, (double Rows, double Bytes)>> SizesAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using (var vacuum = new NpgsqlCommand("VACUUM (FULL, ANALYZE)", connection) { CommandTimeout = 0 })
            await vacuum.ExecuteNonQueryAsync();

        await using var command = new NpgsqlCommand(
            "SELECT relname::text, reltuples::float8, pg_total_relation_size(oid)::float8 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        var sizes = new Dictionary<string, (double, double)>();
        while (await reader.ReadAsync()) sizes.Add(reader.GetString(0), (reader.GetDouble(1), reader.GetDouble(2)));
        return sizes;
    }

    /// <summary>The one value of a query.</summary>
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

    /// <summary>From /proc/N/stat; null where there is no such process any more. The name of the program, in brackets, may have blanks: what follows it is counted.</summary>
    private static (int Parent, double Own, double OwnAndEndedChildren)? StatOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var times = fields[11..15].Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray(); // utime, stime, cutime, cstime
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), times[0] + times[1], times.Sum());
        }
        catch (IOException)
        {
            return null;
        }
    }
}
