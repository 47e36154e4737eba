using Microsoft.Extensions.Options;
using MnistApi.Settings;
using MnistApi.Training.Text;
using Npgsql;

namespace MnistApi.Storage;

/// <summary>A kind of database.</summary>
internal enum StorageProvider
{
    /// <summary>A file in the data directory, for one process.</summary>
    Sqlite,

    /// <summary>A server, for any number of processes.</summary>
    Postgres,
}

/// <summary>Where everything is kept.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <value>sqlite or postgres.</value>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <value>Npgsql's connection string, for the data and for Hangfire's; needed with postgres, and with it alone.</value>
    public string? ConnectionString { get; set; }

    /// <summary>The provider, for what must be known before there are services. One that is not valid stops the start later, with the other faults.</summary>
    public static StorageProvider ProviderIn(IConfiguration configuration) =>
        Enum.TryParse<StorageProvider>(configuration[$"{Section}:{nameof(Provider)}"], ignoreCase: true, out var provider) && Enum.IsDefined(provider) ? provider : StorageProvider.Sqlite;

    /// <summary>What one setting asks of another.</summary>
    internal sealed class Validator(IConfiguration configuration) : IValidateOptions<StorageOptions>, IValidateOptions<ProcessOptions>
    {
        public ValidateOptionsResult Validate(string? name, StorageOptions options)
        {
            if (!Enum.IsDefined(options.Provider)) return ValidateOptionsResult.Fail("The field Provider must be sqlite or postgres.");
            if (options.Provider == StorageProvider.Sqlite)
            {
                return string.IsNullOrEmpty(options.ConnectionString)
                    ? ValidateOptionsResult.Success
                    : ValidateOptionsResult.Fail("The field ConnectionString is for Provider=postgres. With sqlite the database is in the DataDirectory; set Provider, or remove it.");
            }

            if (string.IsNullOrWhiteSpace(options.ConnectionString)) return ValidateOptionsResult.Fail($"The field ConnectionString is needed with Provider=postgres. {Example}");
            try
            {
                return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(options.ConnectionString).Host)
                    ? ValidateOptionsResult.Fail($"The field ConnectionString names no Host. {Example}")
                    : ValidateOptionsResult.Success;
            }
            catch (ArgumentException e)
            {
                return ValidateOptionsResult.Fail($"The field ConnectionString is not valid: {e.Message} {Example}");
            }
        }

        public ValidateOptionsResult Validate(string? name, ProcessOptions options)
        {
            if (!Enum.IsDefined(options.Role)) return ValidateOptionsResult.Fail("Role: must be all, api or worker.");
            return options.Role == ProcessRole.All || ProviderIn(configuration) == StorageProvider.Postgres
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"Role: {EnumWord.Of(options.Role)} needs Storage:Provider=postgres. A SQLite database has one process, whose role is all.");
        }

        private const string Example = "It is such as Host=localhost;Database=mnistapi;Username=mnistapi;Password=….";
    }
}
