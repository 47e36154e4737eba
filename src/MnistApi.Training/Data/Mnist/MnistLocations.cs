namespace MnistApi.Training.Data.Mnist;

/// <summary>Where MNIST may be, and how long to wait for it.</summary>
public sealed record MnistLocations
{
    /// <summary>The public mirrors of the published files.</summary>
    public static IReadOnlyList<Uri> PublicMirrors { get; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>The directories to look in first, in this order. May be empty.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>Looked in after <see cref="Directories"/>, and where downloads go. Created when it is needed. Processes may share it.</summary>
    public required string DownloadDirectory { get; init; }

    /// <summary>Addresses below which the <see cref="Files"/> are, in the order to try. Empty: nothing is downloaded.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = PublicMirrors;

    /// <summary>What the mirrors must deliver: the four files of MNIST.</summary>
    public IReadOnlyList<MirroredFile> Files { get; init; } = MirroredFile.OfMnist;

    /// <summary>How long a mirror may take to connect and begin its answer.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a mirror may pause within its answer.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
