using MnistApi.Training.Text;

namespace MnistApi.Http.Binding;

/// <summary>Describes in words which values a parameter accepts.</summary>
internal static class ParameterTypes
{
    private static readonly HashSet<Type> WholeNumbers = [typeof(int), typeof(long), typeof(short), typeof(byte)];
    private static readonly HashSet<Type> Numbers = [typeof(double), typeof(float), typeof(decimal)];

    /// <summary>Describes the values of a type, such as <c>a whole number</c>.</summary>
    /// <param name="type">The type of the parameter, not a <see cref="Nullable{T}"/>.</param>
    public static string Describe(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", EnumWord.All(type))}",
        _ when type == typeof(Guid) => "a GUID",
        _ when type == typeof(bool) => "true or false",
        _ when WholeNumbers.Contains(type) => "a whole number",
        _ when Numbers.Contains(type) => "a number",
        _ => $"a value of the type {type.Name}",
    };
}
