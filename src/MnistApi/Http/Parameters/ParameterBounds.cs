using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MnistApi.Http.Errors;

namespace MnistApi.Http.Parameters;

/// <summary>Parameters that are bound together; their bounds stand as attributes at the properties and are checked before the handler.</summary>
public interface IBoundedParameters;

/// <summary>Refuses parameters that are out of their bounds: 400, with name, bound and value.</summary>
internal sealed class ParameterBounds : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var errors = context.Arguments.OfType<IBoundedParameters>()
            .SelectMany(parameters => parameters.GetType().GetProperties().SelectMany(property => Faults(property, property.GetValue(parameters))))
            .GroupBy(fault => fault.Name, fault => fault.Message)
            .ToDictionary(field => field.Key, field => field.ToArray());
        return errors.Count > 0 ? Problems.Invalid(errors) : await next(context);
    }

    private static IEnumerable<(string Name, string Message)> Faults(PropertyInfo property, object? value)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        foreach (var bound in property.GetCustomAttributes<ValidationAttribute>().Where(bound => !bound.IsValid(value)))
            yield return (name, string.Create(CultureInfo.InvariantCulture, $"{bound.FormatErrorMessage(name)} It is {value switch { null => "missing", "" => "empty", _ => value }}."));
        if (value is Enum && !Enum.IsDefined(value.GetType(), value))
            yield return (name, $"The parameter {name} must be {ParameterTypes.OneOf(value.GetType())}. It is {value}.");
    }
}
