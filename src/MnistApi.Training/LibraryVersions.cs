using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MnistApi.Training;

/// <summary>What computes here: recorded with every result, since other versions or thread counts compute other last bits.</summary>
public static class LibraryVersions
{
    /// <summary>Names and versions, and a number of threads.</summary>
    /// <param name="threads">libtorch's threads; null: as many as it has by default.</param>
    public static IReadOnlyDictionary<string, string> Current(int? threads = null) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["dotnet"] = Environment.Version.ToString(),
        ["libtorch"] = torch.__version__,
        ["mnistApi"] = Of(typeof(LibraryVersions)),
        ["system"] = RuntimeInformation.RuntimeIdentifier,
        ["threads"] = (threads ?? torch.get_num_threads()).ToString(CultureInfo.InvariantCulture),
        ["torchSharp"] = Of(typeof(torch)),
    };

    private static string Of(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
