using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MnistApi.Datasets;
using MnistApi.Http.Pipeline;
using MnistApi.ModelRegistry.Serving;
using MnistApi.Predictions.Uploads;
using MnistApi.Settings;
using MnistApi.Storage;
using MnistApi.TrainingRuns.Settings;

namespace MnistApi.Tests.Startup;

/// <summary>docs/settings.md agrees with the options.</summary>
public class SettingsTests
{
    private static readonly (string Section, object Defaults)[] Options =
    [
        ("", new ProcessOptions()),
        ("Proxy:", new ProxyOptions()),
        ("Storage:", new StorageOptions()),
        ("Training:", new TrainingOptions()),
        ("Datasets:Mnist:", new MnistOptions()),
        ("Datasets:Synthetic:", new SyntheticOptions()),
        ("Models:", new ModelOptions()),
        ("Predictions:", new PredictionOptions()),
    ];

    [Fact]
    public void The_documentation_lists_every_setting_with_its_default_and_range_and_nothing_else()
    {
        var documented = File.ReadLines(Repository.PathOf("docs/settings.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (Setting: cells[1].Trim('`'), Default: cells[2].Trim('`'), Range: cells[3]))
            .ToArray();

        var settings =
            from options in Options
            from property in options.Defaults.GetType().GetProperties()
            where property.CanWrite
            select (
                Setting: options.Section + property.Name,
                Default: Show(property.GetValue(options.Defaults)),
                Range: RangeOf(property));
        var actual = settings.ToArray();

        Assert.Equal(actual.Select(setting => setting.Setting).Order(), documented.Select(setting => setting.Setting).Order());
        foreach (var setting in actual)
        {
            var row = documented.Single(row => row.Setting == setting.Setting);
            Assert.Equal(setting.Default, row.Default);
            if (setting.Range is { } range) Assert.Equal(range, row.Range);
        }
    }

    [Fact]
    public void Every_number_has_a_range_and_its_default_lies_in_it()
    {
        var numbers =
            from options in Options
            from property in options.Defaults.GetType().GetProperties()
            where property.CanWrite && IsNumber(property.PropertyType)
            select (options.Defaults, Property: property);

        Assert.All(numbers, number =>
        {
            var range = number.Property.GetCustomAttribute<RangeAttribute>();
            Assert.NotNull(range);
            Assert.True(range.IsValid(number.Property.GetValue(number.Defaults)), number.Property.Name);
        });
    }

    private static bool IsNumber(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsValueType: true, IsEnum: false } value && value != typeof(bool);

    private static string? RangeOf(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{range.Minimum}–{range.Maximum}" : null;

    private static string Show(object? value) =>
        value switch
        {
            null => "none",
            Enum word => JsonNamingPolicy.CamelCase.ConvertName(word.ToString()),
            bool flag => flag ? "true" : "false",
            System.Collections.ICollection { Count: 0 } => "none",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
