using System.Reflection;
using MnistApi.Architecture;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests;

public class ArchitectureTests
{
    private const string Root = "MnistApi.Training.";

    private static readonly Assembly Library = typeof(Trainer).Assembly;

    /// <summary>Every folder of the library, from the lowest to the highest, with the folders that it may use.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Text"] = [],
        ["Configuration"] = ["Text"],
        ["Configuration.Merging"] = ["Configuration", "Text"],
        ["Data.Writers"] = [],
        ["Data"] = ["Configuration", "Data.Writers"],
        ["Data.Idx"] = ["Data", "Data.Writers"],
        ["Data.Mnist"] = ["Data", "Data.Idx"],
        ["Data.Augmentation"] = ["Configuration", "Data"],
        ["Data.Synthetic.Styles"] = ["Data"],
        ["Data.Synthetic"] = ["Data", "Data.Synthetic.Styles", "Data.Writers"],
        ["Kernels"] = [],
        ["Threads"] = [],
        ["Networks.Layers"] = ["Configuration", "Data", "Kernels"],
        ["Networks"] = ["Configuration", "Data", "Kernels", "Networks.Layers"],
        ["Loading"] = ["Configuration", "Data", "Data.Augmentation", "Data.Synthetic", "Kernels", "Networks", "Threads"],
        ["Optimization"] = ["Configuration", "Kernels", "Networks"],
        ["Evaluation"] = ["Configuration", "Data", "Data.Augmentation", "Data.Synthetic", "Networks", "Threads"],
        ["Evaluation.Slices"] = ["Data", "Data.Writers", "Evaluation", "Text"],
        ["Checkpoints.Safetensors"] = ["Text"],
        ["Checkpoints"] = ["Checkpoints.Safetensors", "Configuration", "Data", "Evaluation", "Networks", "Networks.Layers", "Optimization"],
        ["Inference"] = ["Checkpoints", "Configuration", "Data", "Evaluation", "Networks", "Networks.Layers", "Threads"],
        ["Training"] =
        [
            "Checkpoints", "Configuration", "Data", "Evaluation", "Inference", "Kernels", "Loading", "Networks", "Networks.Layers",
            "Optimization", "Text",
        ],
    };

    [Fact]
    public void Folders_use_only_those_that_the_table_allows()
    {
        Assert.Empty(new ArrowTable(Root, Allowed).Violations(Library));
    }

    [Fact]
    public void No_folders_use_each_other()
    {
        Assert.Empty(new ArrowTable(Root, Allowed).Circles());
    }

    [Fact]
    public void A_use_that_the_table_does_not_allow_is_found_even_if_only_a_method_s_body_has_it()
    {
        var stricter = new Dictionary<string, string[]>(Allowed) { ["Checkpoints"] = [.. Allowed["Checkpoints"].Except(["Optimization"])] };

        var violation = Assert.Single(new ArrowTable(Root, stricter).Violations(Library));

        Assert.Equal(
            $"{Root}Checkpoints -> {Root}Optimization, for example CheckpointTensors -> OptimizerFactory is not allowed",
            violation);
    }

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
