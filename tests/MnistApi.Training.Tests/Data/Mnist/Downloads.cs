using System.IO.Compression;
using System.Security.Cryptography;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Idx;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Training.Tests.Data.Mnist;

/// <summary>A small dataset for mirrors to serve, and what it takes to download it into a temporary directory.</summary>
internal sealed class Downloads : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _http = new();

    /// <summary>The dataset that the files hold.</summary>
    public static Dataset Dataset { get; } = SmallDigits.Dataset();

    /// <summary>The four compressed files by name. They are the same in every process.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } = Compressed(Dataset);

    /// <summary>The largest file, and the first to be downloaded.</summary>
    public const string TrainingImages = IdxDirectory.TrainingImages + ".gz";

    public string Directory => _directory.File("downloads");

    public string FinalPath => Path.Combine(Directory, TrainingImages);

    public string PartPath => FinalPath + ".part";

    public static IReadOnlyDictionary<string, byte[]> Compressed(Dataset dataset)
    {
        using var directory = new TemporaryDirectory();
        IdxDirectory.Write(dataset, directory.Path, compressed: true);
        return IdxDirectory.FileNames
            .Select(file => file + ".gz")
            .ToDictionary(file => file, file => File.ReadAllBytes(directory.File(file)));
    }

    public MnistLocations From(params Uri[] mirrors) => new()
    {
        Directories = [],
        DownloadDirectory = Directory,
        Mirrors = mirrors,
        Files = [.. IdxDirectory.FileNames.Select(file => new MirroredFile(file, Files[file + ".gz"].Length, ContentSha256(file)))],
    };

    public Task<LoadedDataset> LoadAsync(
        MnistLocations locations,
        IProgress<DownloadProgress>? progress = null,
        TimeProvider? time = null,
        CancellationToken? token = null) =>
        new MnistSource(locations, _http, time ?? TimeProvider.System).LoadAsync(
            "mnist", progress, token ?? TestContext.Current.CancellationToken);

    public Task<LoadedDataset> LoadAsync(params LoopbackMirror[] mirrors) => LoadAsync(From([.. mirrors.Select(mirror => mirror.Address)]));

    /// <summary>Puts bytes where an interrupted download would have left them.</summary>
    public void LeavePart(byte[] bytes)
    {
        System.IO.Directory.CreateDirectory(Directory);
        File.WriteAllBytes(PartPath, bytes);
    }

    /// <summary>Asserts that the download directory holds the right files, and nothing unfinished.</summary>
    public void AssertComplete(LoadedDataset loaded)
    {
        Assert.Equal(Dataset.Sha256, loaded.Dataset.Sha256);
        Assert.Equal(Directory, loaded.Directory);
        Assert.All(Files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Directory, file.Key))));
        Assert.Equal(Files.Keys.Append("download.lock").Order(), System.IO.Directory.GetFiles(Directory).Select(Path.GetFileName).Order());
    }

    public void Dispose()
    {
        _http.Dispose();
        _directory.Dispose();
    }

    private static string ContentSha256(string file)
    {
        using var gzip = new GZipStream(new MemoryStream(Files[file + ".gz"]), CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(gzip));
    }
}
