namespace MnistApi.Training.Data.Mnist;

/// <summary>The progress of one file's download. It is reported for every received piece, a few hundred times per file.</summary>
/// <param name="File">The file's name without <c>.gz</c>.</param>
/// <param name="Mirror">The mirror that sends the file.</param>
/// <param name="Bytes">Number of compressed bytes on disk, including those of an earlier attempt.</param>
/// <param name="TotalBytes">Number of compressed bytes of the whole file.</param>
public readonly record struct DownloadProgress(string File, Uri Mirror, long Bytes, long TotalBytes);
