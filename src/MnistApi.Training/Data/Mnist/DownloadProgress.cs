namespace MnistApi.Training.Data.Mnist;

/// <summary>How far the download of one file is. Reported for every piece received, a few hundred times per file.</summary>
/// <param name="File">The file's name without <c>.gz</c>.</param>
/// <param name="Mirror">The mirror that sends it.</param>
/// <param name="Bytes">Compressed bytes on disk, those of an earlier attempt included.</param>
/// <param name="TotalBytes">Compressed bytes of the whole file.</param>
public readonly record struct DownloadProgress(string File, Uri Mirror, long Bytes, long TotalBytes);
