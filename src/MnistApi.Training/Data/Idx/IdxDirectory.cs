namespace MnistApi.Training.Data.Idx;

/// <summary>
/// A directory with a dataset in MNIST's four files: training images, training labels, test images and test labels, as MNIST,
/// Fashion-MNIST and others are published. Each file may be raw or end in <c>.gz</c>, and may be spelled with a dot
/// (<c>train-images.idx3-ubyte</c>), as some mirrors do.
/// </summary>
public static class IdxDirectory
{
    /// <summary>Name of the file of training images, without <c>.gz</c>.</summary>
    public const string TrainingImages = "train-images-idx3-ubyte";

    /// <summary>Name of the file of training labels, without <c>.gz</c>.</summary>
    public const string TrainingLabels = "train-labels-idx1-ubyte";

    /// <summary>Name of the file of test images, without <c>.gz</c>.</summary>
    public const string TestImages = "t10k-images-idx3-ubyte";

    /// <summary>Name of the file of test labels, without <c>.gz</c>.</summary>
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>The four names, in the order in which <see cref="Dataset.Sha256"/> takes the files.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [TrainingImages, TrainingLabels, TestImages, TestLabels];

    /// <summary>The names of those of the four files that the directory has in no spelling; all four if there is no such directory.</summary>
    public static IReadOnlyList<string> MissingFiles(string directory) => [.. FileNames.Where(file => Find(directory, file) is null)];

    /// <summary>Reads the four files. The checksum of what was read is <see cref="Dataset.Sha256"/>.</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="name">What the dataset shall be called.</param>
    /// <exception cref="FileNotFoundException">One of the four is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or of another kind.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static Dataset Read(string directory, string name)
    {
        return new Dataset(
            name,
            IdxFile.Read(Existing(TrainingImages), Existing(TrainingLabels)),
            IdxFile.Read(Existing(TestImages), Existing(TestLabels)));

        string Existing(string file) => Find(directory, file)
            ?? throw new FileNotFoundException($"{directory} has no {file}, raw or with .gz. Put the file there or name the directory that has it.", file);
    }

    /// <summary>Writes the four files, replacing those that exist under the same names.</summary>
    /// <param name="dataset">What to write.</param>
    /// <param name="directory">Created if it is not there.</param>
    /// <param name="compressed">Whether to write gzip, under names that end in <c>.gz</c>.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static void Write(Dataset dataset, string directory, bool compressed)
    {
        Directory.CreateDirectory(directory);
        IdxFile.Write(dataset.Training, Target(TrainingImages), Target(TrainingLabels));
        IdxFile.Write(dataset.Test, Target(TestImages), Target(TestLabels));

        string Target(string file) => Path.Combine(directory, compressed ? file + ".gz" : file);
    }

    /// <summary>The path of a file in the first spelling that the directory has, raw ones before compressed ones, or null.</summary>
    internal static string? Find(string directory, string file)
    {
        var dotted = file.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] spellings = [file, dotted, file + ".gz", dotted + ".gz"];
        return spellings.Select(spelling => Path.Combine(directory, spelling)).FirstOrDefault(File.Exists);
    }
}
