using System.Security.Cryptography;
using MnistApi.Training.Data.Idx;

namespace MnistApi.Training.Data.Mnist;

/// <summary>
/// Brings the files that the download directory lacks from the mirrors. A file grows as <c>{name}.gz.part</c> and gets its name
/// only when it is whole, verified and on the disk, so whatever has its name may be read, and a killed process leaves a beginning
/// for the next. One process at a time works in the directory; the others wait and then find its files.
/// </summary>
internal sealed class MnistDownload(MnistLocations locations, HttpClient http, TimeProvider time, IProgress<DownloadProgress>? progress)
{
    private const string LockName = "download.lock";

    private readonly HttpTransfer _transfer = new(http, time, locations.ResponseTimeout, locations.StallTimeout);

    /// <summary>The mirrors, those that failed last.</summary>
    private readonly List<Uri> _mirrors = [.. locations.Mirrors];

    private readonly HashSet<Uri> _used = [];

    /// <summary>Completes the download directory. Returns the mirrors that completed a file.</summary>
    /// <exception cref="DownloadException">No mirror delivered one of the files; the message has the reason of each.</exception>
    /// <exception cref="DatasetFormatException">A file that is there already is not the expected one.</exception>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
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
        // It may be the user's own, so it is not replaced.
        if (!await IsGenuineAsync(path, file, token))
            throw new DatasetFormatException(path, $"does not have the contents of MNIST's {file.Name} (SHA-256 {file.Sha256}), and the directory lacks others of the four files. Remove it to have it downloaded, or put the rest of its dataset beside it.");
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

            // The error may be in what an earlier attempt left; only who sent every byte is to blame.
            File.Delete(part);
            if (kept == 0) throw new DownloadException($"sent contents whose SHA-256 is not {file.Sha256}");
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
