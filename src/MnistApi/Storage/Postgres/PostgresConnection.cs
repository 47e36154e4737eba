using System.Data.Common;
using Npgsql;

namespace MnistApi.Storage.Postgres;

/// <summary>How this service speaks with PostgreSQL.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// Below what the user says. A session that stays idle within a transaction is ended, since a worker that was frozen there would hold its run's row for
    /// ever. The pool is small, because a hundred processes share the server's hundred connections. A session lasts half a minute, because one that began while
    /// the server was a standby stays read-only, and one to a server that became a standby would never see the new primary.
    /// Kerberos is not asked for: its library is not in every container's image, and is missed aloud.
    /// </summary>
    private const string Defaults = "Application Name=MnistApi;Maximum Pool Size=20;Connection Lifetime=30;Timeout=5;Command Timeout=15;Tcp Keepalive=true;GSS Encryption Mode=Disable;Options=-c idle_in_transaction_session_timeout=5000;";

    /// <summary>The connection string of the data and of Hangfire; a key that the user gives replaces the default.</summary>
    public static string StringOf(StorageOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(Defaults);
        foreach (KeyValuePair<string, object> given in new DbConnectionStringBuilder { ConnectionString = options.ConnectionString }) builder[given.Key] = given.Value;
        return builder.ConnectionString;
    }
}
