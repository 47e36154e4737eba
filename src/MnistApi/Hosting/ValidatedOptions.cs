using Microsoft.Extensions.Options;

namespace MnistApi.Hosting;

/// <summary>Options that are checked before the service starts, all of them, so that one look shows every fault.</summary>
internal static class ValidatedOptions
{
    /// <summary>Binds options to a section of the configuration; null: to its root, where unknown keys are other people's.</summary>
    public static void AddValidatedOptions<TOptions>(this IServiceCollection services, string? section)
        where TOptions : class
    {
        var options = services.AddOptions<TOptions>().ValidateDataAnnotations();
        if (section is null) options.Configure<IConfiguration>((target, configuration) => configuration.Bind(target));
        else options.BindConfiguration(section, binder => binder.ErrorOnUnknownConfiguration = true);
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

    private sealed class CheckedOptions<TOptions>(IServiceProvider provider, string? section) : ICheckedOptions
        where TOptions : class
    {
        public IEnumerable<string> Faults()
        {
            try
            {
                _ = provider.GetRequiredService<IOptions<TOptions>>().Value;
                return [];
            }
            catch (OptionsValidationException e)
            {
                return e.Failures.Select(Named);
            }
            catch (InvalidOperationException e)
            {
                // A value that is not of its type, or a key that is not known.
                return [e.Message];
            }
        }

        /// <summary>Says where the setting is; the framework's message names the member alone.</summary>
        private string Named(string failure) => section is null ? failure : $"{section}: {failure}";
    }
}
