using System.Reflection;
using Microsoft.Extensions.Options;

namespace MnistApi.Settings;

/// <summary>Options that are checked before the service starts, all of them, so that one look shows every fault.</summary>
internal static class ValidatedOptions
{
    /// <summary>Binds options to a section of the configuration; null: to its root, where unknown keys are other people's.</summary>
    public static void AddValidatedOptions<TOptions>(this IServiceCollection services, string? section)
        where TOptions : class, new()
    {
        services.AddOptions<TOptions>().ValidateDataAnnotations()
            .Configure<IConfiguration>((target, configuration) => (section is null ? configuration : configuration.GetSection(section)).Bind(target));
        services.AddSingleton<ICheckedOptions>(provider => new CheckedOptions<TOptions>(provider, section));
    }

    /// <summary>Binds and checks everything.</summary>
    /// <exception cref="StartException">Names each fault.</exception>
    public static void CheckOptions(this IServiceProvider services)
    {
        var faults = services.GetServices<ICheckedOptions>().SelectMany(options => options.Faults()).ToArray();
        if (faults.Length > 0) throw new StartException($"The configuration has {faults.Length} fault{(faults.Length == 1 ? "" : "s")}:\n  {string.Join("\n  ", faults)}");
    }

    private interface ICheckedOptions
    {
        IEnumerable<string> Faults();
    }

    /// <summary>Setting by setting, since the binder stops at the first that is not of its type or not known.</summary>
    private sealed class CheckedOptions<TOptions>(IServiceProvider provider, string? section) : ICheckedOptions
        where TOptions : class, new()
    {
        public IEnumerable<string> Faults()
        {
            var faults = new List<string>();
            var bound = new TOptions();
            foreach (var (key, value) in Settings())
            {
                if (Fault(key, value, bound) is { } fault) faults.Add(fault);
            }

            var results = provider.GetServices<IValidateOptions<TOptions>>().Select(validator => validator.Validate(Options.DefaultName, bound));
            return faults.Concat(results.Where(result => result.Failed).SelectMany(result => result.Failures!).Select(failure => section is null ? failure : $"{section}: {failure}"));
        }

        /// <summary>The settings of the section by their path in it; of the root those that are ours.</summary>
        private IEnumerable<KeyValuePair<string, string?>> Settings()
        {
            var configuration = provider.GetRequiredService<IConfiguration>();
            return section is null
                ? typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => KeyValuePair.Create(property.Name, configuration[property.Name])).Where(setting => setting.Value is not null)
                : configuration.GetSection(section).AsEnumerable(makePathsRelative: true).Where(setting => setting.Key.Length > 0 && setting.Value is not null);
        }

        private string? Fault(string key, string? value, TOptions target)
        {
            var alone = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, value)]).Build();
            try
            {
                alone.Bind(new TOptions(), binder => binder.ErrorOnUnknownConfiguration = true);
                alone.Bind(target);
                return null;
            }
            catch (InvalidOperationException e)
            {
                return $"{(section is null ? key : $"{section}:{key}")}: '{value}' {(e.InnerException is null ? "is given, but there is no such setting" : "is not of the setting's type")}. docs/settings.md lists all settings.";
            }
        }
    }
}
