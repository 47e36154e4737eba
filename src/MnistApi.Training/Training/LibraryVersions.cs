using System.Reflection;
using System.Runtime.InteropServices;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Text;
using TorchSharp;

namespace MnistApi.Training.Training;

/// <summary>
/// The versions of the libraries that compute. Every checkpoint records them, because other versions change the last bits of the weights.
/// </summary>
public static class LibraryVersions
{
    /// <summary>Versions by name, in the order of the names.</summary>
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
