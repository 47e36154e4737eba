using System.Reflection;
using Microsoft.Extensions.Options;

namespace MnistApi.Settings;

/// <summary>Options that are checked before the service starts. The check reports the errors of all options at once.</summary>
internal static class ValidatedOptions
{
    /// <summary>
    /// Binds options to a section of the configuration, or to its root, which also has keys of other programs, if the section is null.
    /// </summary>
    public static void AddValidatedOptions<TOptions>(this IServiceCollection services, string? section)
        where TOptions : class, new()
    {
        services.AddOptions<TOptions>()
            .ValidateDataAnnotations()
            .Configure<IConfiguration>((target, configuration) => SectionOf(configuration, section).Bind(target));
        services.AddSingleton<ICheckedOptions>(provider => new CheckedOptions<TOptions>(provider, section));
    }

    /// <summary>Binds and checks all options.</summary>
    /// <exception cref="StartException">Some settings are not valid. The message lists each error.</exception>
    public static void CheckOptions(this IServiceProvider services)
    {
        var errors = services.GetServices<ICheckedOptions>().SelectMany(options => options.FindErrors()).ToArray();
        if (errors.Length == 0) return;

        var count = errors.Length == 1 ? "1 error" : $"{errors.Length} errors";
        throw new StartException($"The configuration has {count}:\n  {string.Join("\n  ", errors)}");
    }

    private static IConfiguration SectionOf(IConfiguration configuration, string? section) =>
        section is null ? configuration : configuration.GetSection(section);

    private interface ICheckedOptions
    {
        IEnumerable<string> FindErrors();
    }

    /// <summary>
    /// Binds each setting separately, because the binder stops at the first setting that is unknown or has the wrong type.
    /// </summary>
    private sealed class CheckedOptions<TOptions>(IServiceProvider provider, string? section) : ICheckedOptions
        where TOptions : class, new()
    {
        public IEnumerable<string> FindErrors()
        {
            var errors = new List<string>();
            var bound = new TOptions();
            foreach (var (key, value) in Settings())
            {
                if (Bind(key, value, bound) is { } error) errors.Add(error);
            }

            var failures = provider.GetServices<IValidateOptions<TOptions>>()
                .Select(validator => validator.Validate(Options.DefaultName, bound))
                .Where(result => result.Failed)
                .SelectMany(result => result.Failures!);
            return errors.Concat(failures.Select(failure => section is null ? failure : $"{section}: {failure}"));
        }

        /// <summary>
        /// The settings of the section by their path in the section. In the root, only the settings of the options count.
        /// </summary>
        private IEnumerable<KeyValuePair<string, string?>> Settings()
        {
            var configuration = provider.GetRequiredService<IConfiguration>();
            var settings = section is null
                ? typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Select(property => KeyValuePair.Create(property.Name, configuration[property.Name]))
                : configuration.GetSection(section).AsEnumerable(makePathsRelative: true).Where(setting => setting.Key.Length > 0);
            return settings.Where(setting => setting.Value is not null);
        }

        /// <returns>The error; null if the setting is valid.</returns>
        private string? Bind(string key, string? value, TOptions target)
        {
            var setting = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, value)]).Build();
            try
            {
                setting.Bind(new TOptions(), binder => binder.ErrorOnUnknownConfiguration = true);
                setting.Bind(target);
                return null;
            }
            catch (InvalidOperationException e)
            {
                var path = section is null ? key : $"{section}:{key}";
                var error = e.InnerException is null ? "There is no such setting" : $"'{value}' is not a valid value";
                return $"{path}: {error}. docs/settings.md lists all settings.";
            }
        }
    }
}
