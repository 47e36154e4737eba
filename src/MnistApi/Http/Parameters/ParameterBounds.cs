using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MnistApi.Http.Binding;
using MnistApi.Http.Errors;

namespace MnistApi.Http.Parameters;

/// <summary>
/// An object of parameters. The validation attributes of its properties are checked before the handler runs.
/// </summary>
public interface IBoundedParameters;

/// <summary>Refuses invalid parameters with the status 400. The message has the parameter, its bounds and its value.</summary>
internal sealed class ParameterBounds : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var errors = context.Arguments.OfType<IBoundedParameters>()
            .SelectMany(ErrorsOf)
            .GroupBy(error => error.Name, error => error.Message)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.ToArray());
        return errors.Count > 0 ? Problems.Invalid(errors) : await next(context);
    }

    private static IEnumerable<(string Name, string Message)> ErrorsOf(IBoundedParameters parameters) =>
        parameters.GetType().GetProperties().SelectMany(property => ErrorsOf(property, property.GetValue(parameters)));

    private static IEnumerable<(string Name, string Message)> ErrorsOf(PropertyInfo property, object? value)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        var found = value switch { null => "missing", "" => "empty", _ => Convert.ToString(value, CultureInfo.InvariantCulture) };
        foreach (var bound in property.GetCustomAttributes<ValidationAttribute>().Where(bound => !bound.IsValid(value)))
            yield return (name, $"{SentenceOf(bound, name)} It is {found}.");
        if (value is Enum && !Enum.IsDefined(value.GetType(), value))
            yield return (name, $"The parameter {name} must be {ParameterTypes.Describe(value.GetType())}. It is {found}.");
    }

    /// <summary>Says what the value must be. The framework's own sentences speak of fields.</summary>
    private static string SentenceOf(ValidationAttribute bound, string name) => bound switch
    {
        { ErrorMessage: { } sentence } => sentence,
        RangeAttribute range =>
            string.Create(CultureInfo.InvariantCulture, $"The parameter {name} must be between {range.Minimum} and {range.Maximum}."),
        RequiredAttribute => $"The parameter {name} is required.",
        _ => bound.FormatErrorMessage(name),
    };
}
