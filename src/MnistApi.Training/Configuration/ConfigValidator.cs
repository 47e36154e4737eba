using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MnistApi.Training.Text;

namespace MnistApi.Training.Configuration;

/// <summary>Checks a configuration against the bounds in its properties' attributes and against the rules between its properties.</summary>
public static class ConfigValidator
{
    /// <summary>All errors; empty if the configuration can be trained.</summary>
    public static IReadOnlyList<ValidationError> Validate(TrainingConfig config) => [.. Errors(config, "")];

    private static IEnumerable<ValidationError> Errors(object node, string path)
    {
        var errors = new List<ValidationError>();
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var field = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(node);
            if (value is null && new NullabilityInfoContext().Create(property).WriteState != NullabilityState.Nullable)
                errors.Add(new ValidationError(field, $"The field {field} must not be null."));
            else if (value is not null)
                errors.AddRange(ErrorsOfValue(property, field, value));
        }

        // The rules between fields assume that each field is within its bounds.
        return errors.Count > 0 || node is not IValidatableObject rules
            ? errors
            : rules.Validate(new ValidationContext(node)).Select(result => new ValidationError(
                path + JsonNamingPolicy.CamelCase.ConvertName(result.MemberNames.First()), result.ErrorMessage!));
    }

    private static IEnumerable<ValidationError> ErrorsOfValue(PropertyInfo property, string field, object value)
    {
        foreach (var bound in property.GetCustomAttributes<ValidationAttribute>().Where(bound => !bound.IsValid(value)))
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{bound.FormatErrorMessage(field)} It is {Describe(value)}.");
            yield return new ValidationError(field, message);
        }

        if (value.GetType() is { IsEnum: true } type && !Enum.IsDefined(type, value))
            yield return new ValidationError(field, $"The field {field} must be one of {string.Join(", ", EnumWord.All(type))}.");

        if (value is IEnumerable<object?> list && list.Contains(null))
        {
            yield return new ValidationError(field, $"The field {field} must not have null items.");
            yield break;
        }

        var nodes = value is IEnumerable<object> items ? items.Select((item, i) => (item, $"{field}[{i}].")) : [(value, $"{field}.")];
        foreach (var (node, path) in nodes.Where(entry => IsPartOfConfig(entry.Item1)))
            foreach (var error in Errors(node, path))
                yield return error;
    }

    private static bool IsPartOfConfig(object value) =>
        value.GetType() is { IsEnum: false } type && type.Assembly == typeof(TrainingConfig).Assembly;

    private static string Describe(object value) =>
        value is ICollection list ? $"{list.Count} long" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
