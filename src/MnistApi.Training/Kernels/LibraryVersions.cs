using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using TorchSharp;

namespace MnistApi.Training.Kernels;

/// <summary>What computes here: recorded with every result, since other versions compute other last bits.</summary>
public static class LibraryVersions
{
    /// <summary>Names and versions.</summary>
    public static IReadOnlyDictionary<string, string> Current() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["convolutions"] = JsonNamingPolicy.CamelCase.ConvertName($"{ConvolutionKernels.Chosen.Method}"),
        ["dotnet"] = Environment.Version.ToString(),
        ["libtorch"] = torch.__version__,
        ["mnistApi"] = Of(typeof(LibraryVersions)),
        ["system"] = RuntimeInformation.RuntimeIdentifier,
        ["torchSharp"] = Of(typeof(torch)),
    };

    private static string Of(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
