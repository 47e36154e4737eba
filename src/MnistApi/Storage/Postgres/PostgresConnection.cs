using System.Data.Common;
using Npgsql;

namespace MnistApi.Storage.Postgres;

/// <summary>The connection settings for PostgreSQL.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// The defaults. The server ends a session that is idle in a transaction for 5 seconds; otherwise a frozen worker would lock the row of
    /// its run forever. The pool is small, because several processes share the 100 connections of a server. A connection lasts 30 seconds,
    /// because a session that began on a standby stays read-only, and a session on a former primary would never reach the new one. GSS
    /// encryption is disabled, because the Kerberos library is missing in many container images and Npgsql reports that as an error.
    /// </summary>
    private const string Defaults =
        "Application Name=MnistApi;Maximum Pool Size=20;Connection Lifetime=30;Timeout=5;Command Timeout=15;Tcp Keepalive=true;"
        + "GSS Encryption Mode=Disable;Options=-c idle_in_transaction_session_timeout=5000;";

    /// <summary>The connection string of the service and of Hangfire. The keys of the setting replace the defaults.</summary>
    public static string StringOf(StorageOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(Defaults);
        var settings = new DbConnectionStringBuilder { ConnectionString = options.ConnectionString };
        foreach (KeyValuePair<string, object> setting in settings) builder[setting.Key] = setting.Value;
        return builder.ConnectionString;
    }
}
