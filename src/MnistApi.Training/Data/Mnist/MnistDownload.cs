using System.Security.Cryptography;
using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// Downloads the missing files of the download directory from the mirrors. A file is called <c>{name}.gz.part</c> until it is complete,
/// verified and written to disk. So a file with its own name can be read at any time, and the next process continues after one that was
/// killed. One process at a time downloads into the directory. The others wait and then use its files.
/// </summary>
internal sealed class MnistDownload(MnistLocations locations, HttpClient http, TimeProvider time, IProgress<DownloadProgress>? progress)
{
    private const string LockName = "download.lock";

    private readonly HttpTransfer _transfer = new(http, time, locations.ResponseTimeout, locations.StallTimeout);

    /// <summary>The mirrors. Those that failed are at the end.</summary>
    private readonly List<Uri> _mirrors = [.. locations.Mirrors];

    private readonly HashSet<Uri> _used = [];

    /// <summary>Downloads all missing files.</summary>
    /// <returns>The mirrors that completed a file.</returns>
    /// <exception cref="DownloadException">No mirror delivered one of the files. The message has the reason for each mirror.</exception>
    /// <exception cref="DatasetFormatException">An existing file has other contents than the file on the mirrors.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write the directory.</exception>
    public async Task<IReadOnlyList<Uri>> RunAsync(CancellationToken token)
    {
        Directory.CreateDirectory(locations.DownloadDirectory);
        using var alone = await FileLock.AcquireAsync(Path.Combine(locations.DownloadDirectory, LockName), time, token);

        foreach (var file in locations.Files)
        {
            if (IdxDirectory.Find(locations.DownloadDirectory, file.Name) is { } existing)
                await VerifyAsync(existing, file, token);
            else
                await FetchAsync(file, token);
        }

        return [.. locations.Mirrors.Where(_used.Contains)];
    }

    private static async Task VerifyAsync(string path, MirroredFile file, CancellationToken token)
    {
        // The file may be the user's own, so it is not replaced.
        if (!await IsGenuineAsync(path, file, token))
            throw new DatasetFormatException(
                path,
                $"does not have the contents of MNIST's {file.Name} (SHA-256 {file.Sha256}), and other files of the four are missing. "
                + "Remove it, so that it is downloaded, or add the other files of its dataset.");
    }

    private async Task FetchAsync(MirroredFile file, CancellationToken token)
    {
        var failures = new List<DownloadException>();
        while (failures.Count < _mirrors.Count)
        {
            var mirror = _mirrors[0];
            try
            {
                await FetchAsync(file, mirror, token);
                return;
            }
            catch (DownloadException e)
            {
                failures.Add(new DownloadException($"{mirror} ({file.Name}.gz): {e.Message.TrimEnd('.')}", e));
                _mirrors.RemoveAt(0);
                _mirrors.Add(mirror);
            }
        }

        throw new DownloadException(string.Join("; ", failures.Select(failure => failure.Message)), failures[^1]);
    }

    private async Task FetchAsync(MirroredFile file, Uri mirror, CancellationToken token)
    {
        var path = Path.Combine(locations.DownloadDirectory, $"{file.Name}.gz");
        var part = path + ".part";
        while (true)
        {
            var kept = File.Exists(part) ? new FileInfo(part).Length : 0;
            if (kept < file.CompressedBytes) await TransferAsync(file, mirror, part, token);

            if (await IsGenuineAsync(part, file, token))
            {
                File.Move(part, path);
                if (kept < file.CompressedBytes) _used.Add(mirror);
                return;
            }

            // The error may be in the bytes of an earlier attempt. Only a mirror that sent every byte has failed.
            File.Delete(part);
            if (kept == 0) throw new DownloadException($"sent contents with another SHA-256 than {file.Sha256}");
        }
    }

    private Task TransferAsync(MirroredFile file, Uri mirror, string part, CancellationToken token)
    {
        var address = new Uri($"{mirror.AbsoluteUri.TrimEnd('/')}/{file.Name}.gz");
        return _transfer.CompleteAsync(address, part, file.CompressedBytes, Report, token);

        void Report(long bytes) => progress?.Report(new DownloadProgress(file.Name, mirror, bytes, file.CompressedBytes));
    }

    private static async Task<bool> IsGenuineAsync(string path, MirroredFile file, CancellationToken token)
    {
        try
        {
            await using var contents = PossiblyGzipped.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(contents, token)) == file.Sha256;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
