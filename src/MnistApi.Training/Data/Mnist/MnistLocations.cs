namespace MnistApi.Training.Data.Mnist;

/// <summary>The places where MNIST can be, and how long to wait for them.</summary>
public sealed record MnistLocations
{
    /// <summary>Public mirrors of MNIST.</summary>
    public static IReadOnlyList<Uri> PublicMirrors { get; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>The directories to search first, in this order. There may be none.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>
    /// The directory to search after <see cref="Directories"/>. Downloads are saved here. It is created if necessary. Processes can share
    /// it.
    /// </summary>
    public required string DownloadDirectory { get; init; }

    /// <summary>Base addresses of the <see cref="Files"/>, in the order of the attempts. Without any, nothing is downloaded.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = PublicMirrors;

    /// <summary>The files to download: the four files of MNIST.</summary>
    public IReadOnlyList<MirroredFile> Files { get; init; } = MirroredFile.OfMnist;

    /// <summary>The longest time until a mirror begins to answer, including the connection.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest pause within a mirror's answer.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
