using System.Reflection;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests;

public class ArchitectureTests
{
    private static readonly Assembly Library = typeof(Trainer).Assembly;

    [Fact]
    public void The_training_library_knows_torch_and_the_base_library_and_nothing_else()
    {
        var others = Library.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name != "TorchSharp");

        Assert.Empty(others); // No ASP.NET, no Hangfire, no EF, no logger, no DI container.
    }

    [Fact]
    public void No_static_of_the_training_library_can_be_changed()
    {
        var mutable =
            from type in Library.GetTypes()
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly && !field.IsLiteral && !type.Name.Contains('<', StringComparison.Ordinal)
            select $"{type}.{field.Name}";

        Assert.Empty(mutable);
    }

    [Fact]
    public void Every_class_is_sealed_or_made_to_be_inherited()
    {
        var open =
            from type in Library.GetTypes()
            where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.Name.Contains('<', StringComparison.Ordinal)
            select type.FullName;

        Assert.Empty(open);
    }
}
