using System.Diagnostics;

namespace MnistApi.Training.Tests.Data.Mnist;

/// <summary>Another process that downloads the small dataset of <see cref="Downloads"/>.</summary>
internal static class DownloadProcess
{
    public static Process Start(Uri mirror, string directory) => OtherProcess.Start(nameof(DownloadProcess), mirror.AbsoluteUri, directory);

    public static async Task RunAsync(string[] arguments)
    {
        using var downloads = new Downloads();
        var locations = downloads.From(new Uri(arguments[0])) with { DownloadDirectory = arguments[1] };
        var loaded = await downloads.LoadAsync(locations, token: CancellationToken.None);
        if (loaded.Dataset.Sha256 != Downloads.Dataset.Sha256)
            throw new InvalidOperationException("The process read another dataset than the mirror served.");
    }
}
