using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Training.Text;
using Npgsql;

namespace MnistApi.Storage;

/// <summary>The database engine.</summary>
internal enum StorageProvider
{
    /// <summary>SQLite: a file in the data directory, for one process.</summary>
    Sqlite,

    /// <summary>PostgreSQL: a server, for any number of processes.</summary>
    Postgres,
}

/// <summary>The settings of the database.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <value>sqlite or postgres. Default: sqlite.</value>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <value>The Npgsql connection string of the service and of Hangfire. Required with postgres, and not allowed with sqlite.</value>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Reads the provider before the services exist. An invalid one counts as SQLite; the start later fails with all errors of the
    /// settings.
    /// </summary>
    public static StorageProvider ProviderIn(IConfiguration configuration) =>
        Enum.TryParse<StorageProvider>(configuration[$"{Section}:{nameof(Provider)}"], ignoreCase: true, out var provider)
        && Enum.IsDefined(provider)
            ? provider
            : StorageProvider.Sqlite;

    /// <summary>Checks settings that depend on each other.</summary>
    internal sealed class Validator(IConfiguration configuration) : IValidateOptions<StorageOptions>, IValidateOptions<ProcessOptions>
    {
        public ValidateOptionsResult Validate(string? name, StorageOptions options)
        {
            if (!Enum.IsDefined(options.Provider))
                return ValidateOptionsResult.Fail("The field Provider must be sqlite or postgres.");
            if (options.Provider == StorageProvider.Sqlite)
            {
                return string.IsNullOrEmpty(options.ConnectionString)
                    ? ValidateOptionsResult.Success
                    : ValidateOptionsResult.Fail(
                        "The field ConnectionString is only for Provider=postgres. With sqlite, the database is in the DataDirectory. "
                        + "Set Provider=postgres, or remove ConnectionString.");
            }

            if (string.IsNullOrWhiteSpace(options.ConnectionString))
                return ValidateOptionsResult.Fail($"The field ConnectionString is required with Provider=postgres. {Example}");
            try
            {
                return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(options.ConnectionString).Host)
                    ? ValidateOptionsResult.Fail($"The field ConnectionString has no Host. {Example}")
                    : ValidateOptionsResult.Success;
            }
            catch (ArgumentException e)
            {
                return ValidateOptionsResult.Fail($"The field ConnectionString is not valid: {e.Message} {Example}");
            }
        }

        public ValidateOptionsResult Validate(string? name, ProcessOptions options)
        {
            if (!Enum.IsDefined(options.Role)) return ValidateOptionsResult.Fail("The field Role must be all, api or worker.");
            return options.Role == ProcessRole.All || ProviderIn(configuration) == StorageProvider.Postgres
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"Role: {EnumWord.Of(options.Role)} needs Storage:Provider=postgres. "
                    + "Only one process, with the role all, can use a SQLite database.");
        }

        private const string Example = "Example: Host=localhost;Database=mnistapi;Username=mnistapi;Password=…";
    }
}
