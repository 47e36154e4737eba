namespace MnistApi.Training.Data.Idx;

/// <summary>
/// A directory with a dataset in MNIST's four files: training images, training labels, test images and test labels. MNIST, Fashion-MNIST
/// and others are published like this. Each file can be uncompressed or end in <c>.gz</c>. Its name can have a dot instead of the first
/// hyphen before <c>idx</c> (<c>train-images.idx3-ubyte</c>), as on some mirrors.
/// </summary>
public static class IdxDirectory
{
    /// <summary>Name of the file with training images, without <c>.gz</c>.</summary>
    public const string TrainingImages = "train-images-idx3-ubyte";

    /// <summary>Name of the file with training labels, without <c>.gz</c>.</summary>
    public const string TrainingLabels = "train-labels-idx1-ubyte";

    /// <summary>Name of the file with test images, without <c>.gz</c>.</summary>
    public const string TestImages = "t10k-images-idx3-ubyte";

    /// <summary>Name of the file with test labels, without <c>.gz</c>.</summary>
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>The four names in the order of <see cref="Dataset.Sha256"/>.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [TrainingImages, TrainingLabels, TestImages, TestLabels];

    /// <summary>
    /// The names of the files that the directory does not have in any spelling. If there is no such directory, these are all four.
    /// </summary>
    public static IReadOnlyList<string> MissingFiles(string directory) => [.. FileNames.Where(file => Find(directory, file) is null)];

    /// <summary>Reads the four files.</summary>
    /// <param name="directory">The directory of the files.</param>
    /// <param name="name">The name of the dataset.</param>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or of another kind.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read a file.</exception>
    public static Dataset Read(string directory, string name)
    {
        return new Dataset(
            name,
            IdxFile.Read(Existing(TrainingImages), Existing(TrainingLabels)),
            IdxFile.Read(Existing(TestImages), Existing(TestLabels)));

        string Existing(string file) => Find(directory, file)
            ?? throw new FileNotFoundException(
                $"{directory} has no {file}, with or without .gz. Put the file there, or use the directory that has it.", file);
    }

    /// <summary>Writes the four files. Existing files with the same names are replaced.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="directory">The directory. It is created if it does not exist.</param>
    /// <param name="compressed">Whether to compress the files with gzip. Their names then end in <c>.gz</c>.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write a file.</exception>
    public static void Write(Dataset dataset, string directory, bool compressed)
    {
        Directory.CreateDirectory(directory);
        IdxFile.Write(dataset.Training, Target(TrainingImages), Target(TrainingLabels));
        IdxFile.Write(dataset.Test, Target(TestImages), Target(TestLabels));

        string Target(string file) => Path.Combine(directory, compressed ? file + ".gz" : file);
    }

    /// <summary>
    /// The path of a file in the first spelling that the directory has; null if it has none. Uncompressed files come first.
    /// </summary>
    internal static string? Find(string directory, string file)
    {
        var dotted = file.Replace("-idx", ".idx", StringComparison.Ordinal);
        string[] spellings = [file, dotted, file + ".gz", dotted + ".gz"];
        return spellings.Select(spelling => Path.Combine(directory, spelling)).FirstOrDefault(File.Exists);
    }
}
