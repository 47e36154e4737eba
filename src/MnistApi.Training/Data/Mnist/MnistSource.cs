using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// Finds MNIST. It reads the first directory that has all four files, even if they contain another dataset. If there is no such directory,
/// it downloads and verifies the files. It ignores a directory without all files, but damaged files are an error, because the user wants to
/// use them.
/// </summary>
/// <param name="locations">The places to search.</param>
/// <param name="http">The client for the mirrors. It is used only if no directory has the files.</param>
/// <param name="time">Measures the timeouts.</param>
public sealed class MnistSource(MnistLocations locations, HttpClient http, TimeProvider time)
{
    /// <summary>Reads MNIST, after a download if necessary. Several calls can run at the same time, also in several processes.</summary>
    /// <param name="name">The name of the dataset.</param>
    /// <param name="progress">Receives the progress of a download.</param>
    /// <param name="token">Ends the call with an <see cref="OperationCanceledException"/>. The next call continues the download.</param>
    /// <exception cref="DatasetUnavailableException">
    /// No directory has the files and no mirror delivers them, or a directory cannot be read or written.
    /// </exception>
    /// <exception cref="DatasetFormatException">A file in a directory is damaged or of another kind.</exception>
    public async Task<LoadedDataset> LoadAsync(string name, IProgress<DownloadProgress>? progress, CancellationToken token)
    {
        var lacking = new List<string>();
        foreach (var directory in Directories())
        {
            token.ThrowIfCancellationRequested();
            var missing = IdxDirectory.MissingFiles(directory);
            if (missing.Count == 0) return Read(directory, name, mirrors: []);
            lacking.Add($"{directory}: {(Directory.Exists(directory) ? $"has no {string.Join(", ", missing)}" : "does not exist")}");
        }

        try
        {
            var mirrors = await DownloadAsync(progress, token);
            return Read(Path.GetFullPath(locations.DownloadDirectory), name, mirrors);
        }
        catch (DownloadException e)
        {
            throw new DatasetUnavailableException(
                $"The dataset {name} is not available. Directories: {string.Join("; ", lacking)}. Mirrors: {e.Message}. {WhatToDo()}", e);
        }
    }

    private async Task<IReadOnlyList<Uri>> DownloadAsync(IProgress<DownloadProgress>? progress, CancellationToken token)
    {
        if (locations.Mirrors.Count == 0) throw new DownloadException("none is configured");
        try
        {
            return await new MnistDownload(locations, http, time, progress).RunAsync(token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException($"the download directory cannot be used: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static LoadedDataset Read(string directory, string name, IReadOnlyList<Uri> mirrors)
    {
        try
        {
            return new LoadedDataset(IdxDirectory.Read(directory, name), directory, mirrors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetUnavailableException(
                $"The dataset {name} is in {directory}, but it cannot be read: {e.Message} Make it readable, or use another directory.", e);
        }
    }

    private IEnumerable<string> Directories() =>
        locations.Directories.Append(locations.DownloadDirectory).Select(Path.GetFullPath).Distinct();

    private string WhatToDo() =>
        $"Put the four files {string.Join(", ", IdxDirectory.FileNames)} (with or without .gz) into {Directories().First()}, "
        + "configure a directory that has them, or use the synthetic dataset.";
}
