using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// Finds MNIST. It is read from the first directory that has all four files, whatever dataset they hold; where none has, it is
/// downloaded and verified. A directory that lacks a file is passed over, but one whose files are broken is an error, because
/// whoever put them there wants them used.
/// </summary>
/// <param name="locations">Where to look.</param>
/// <param name="http">The caller's client for the mirrors; used only where no directory has the files.</param>
/// <param name="time">Measures the time-outs.</param>
public sealed class MnistSource(MnistLocations locations, HttpClient http, TimeProvider time)
{
    /// <summary>Reads MNIST, after a download if it must be. Calls may run at the same time, in one process or in several.</summary>
    /// <param name="name">What the dataset shall be called.</param>
    /// <param name="progress">Told about a download.</param>
    /// <param name="token">Ends the call with an <see cref="OperationCanceledException"/>. The next call goes on with the download.</param>
    /// <exception cref="DatasetUnavailableException">No directory has the files and no mirror delivers them, or a place cannot be read or written.</exception>
    /// <exception cref="DatasetFormatException">A file in a directory is damaged or of another kind.</exception>
    public async Task<LoadedDataset> LoadAsync(string name, IProgress<DownloadProgress>? progress, CancellationToken token)
    {
        var lacking = new List<string>();
        foreach (var directory in Directories())
        {
            token.ThrowIfCancellationRequested();
            var missing = IdxDirectory.MissingFiles(directory);
            if (missing.Count == 0) return Read(directory, name, mirrors: []);
            lacking.Add($"{directory}: {(Directory.Exists(directory) ? $"lacks {string.Join(", ", missing)}" : "does not exist")}");
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
            throw new DownloadException($"not tried to the end, because the download directory cannot be used: {e.Message.TrimEnd('.')}", e);
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
            throw new DatasetUnavailableException($"The dataset {name} is in {directory}, but cannot be read: {e.Message} Make its files readable, or name another directory.", e);
        }
    }

    private IEnumerable<string> Directories() =>
        locations.Directories.Append(locations.DownloadDirectory).Select(Path.GetFullPath).Distinct();

    private string WhatToDo() =>
        $"Put the four files {string.Join(", ", IdxDirectory.FileNames)} (raw or with .gz) into {Directories().First()}, name a directory that has them, or use the synthetic dataset.";
}
