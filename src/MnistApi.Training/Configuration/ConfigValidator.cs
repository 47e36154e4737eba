using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace MnistApi.Training.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Field">The path in JSON's spelling, such as <c>optimizer.learningRate</c>.</param>
/// <param name="Message">What is wrong, the bound and the value.</param>
public sealed record ConfigFault(string Field, string Message);

/// <summary>Checks a configuration against the bounds that stand as attributes at its properties, and the rules between them.</summary>
public static class ConfigValidator
{
    /// <summary>All faults; empty where the configuration can be trained.</summary>
    public static IReadOnlyList<ConfigFault> Validate(TrainingConfig config) => [.. Faults(config, "")];

    private static IEnumerable<ConfigFault> Faults(object node, string path)
    {
        var faults = new List<ConfigFault>();
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var field = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(node);
            if (value is null && new NullabilityInfoContext().Create(property).WriteState != NullabilityState.Nullable)
                faults.Add(new ConfigFault(field, $"The field {field} must not be null."));
            else if (value is not null)
                faults.AddRange(FaultsOfValue(property, field, value));
        }

        // Rules between fields can only be judged where each field is in its bounds.
        return faults.Count > 0 || node is not IValidatableObject rules
            ? faults
            : rules.Validate(new ValidationContext(node)).Select(result => new ConfigFault(
                path + JsonNamingPolicy.CamelCase.ConvertName(result.MemberNames.First()), result.ErrorMessage!));
    }

    private static IEnumerable<ConfigFault> FaultsOfValue(PropertyInfo property, string field, object value)
    {
        foreach (var bound in property.GetCustomAttributes<ValidationAttribute>().Where(bound => !bound.IsValid(value)))
            yield return new ConfigFault(field, string.Create(CultureInfo.InvariantCulture, $"{bound.FormatErrorMessage(field)} It is {Describe(value)}."));
        if (value.GetType() is { IsEnum: true } type && !Enum.IsDefined(type, value))
            yield return new ConfigFault(field, $"The field {field} must be one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}.");

        if (value is IEnumerable<object?> list && list.Contains(null))
        {
            yield return new ConfigFault(field, $"The field {field} must not have null items.");
            yield break;
        }

        var nodes = value is IEnumerable<object> items ? items.Select((item, i) => (item, $"{field}[{i}].")) : [(value, $"{field}.")];
        foreach (var (node, path) in nodes.Where(entry => entry.Item1.GetType().Assembly == typeof(TrainingConfig).Assembly && !entry.Item1.GetType().IsEnum))
            foreach (var fault in Faults(node, path))
                yield return fault;
    }

    private static string Describe(object value) => value is System.Collections.ICollection list ? $"{list.Count} long" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
