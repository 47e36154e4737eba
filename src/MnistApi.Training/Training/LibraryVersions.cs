using System.Reflection;
using System.Runtime.InteropServices;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Text;
using TorchSharp;

namespace MnistApi.Training.Training;

/// <summary>What computes here: recorded with every result, since other versions compute other last bits.</summary>
public static class LibraryVersions
{
    /// <summary>Names and versions.</summary>
    public static IReadOnlyDictionary<string, string> Current() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["convolutions"] = EnumWord.Of(ConvolutionKernels.Chosen.Method),
        ["dotnet"] = Environment.Version.ToString(),
        ["libtorch"] = torch.__version__,
        ["mnistApi"] = Of(typeof(LibraryVersions)),
        ["system"] = RuntimeInformation.RuntimeIdentifier,
        ["torchSharp"] = Of(typeof(torch)),
    };

    private static string Of(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
