using Microsoft.Extensions.Options;
using MnistApi.Storage;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Idx;
using MnistApi.Training.Data.Mnist;

namespace MnistApi.Datasets;

/// <summary>
/// Provides MNIST. It searches the directories when the service starts. If none has MNIST, it downloads MNIST in the background.
/// </summary>
internal sealed partial class MnistDataset(
    IOptions<DatasetOptions> options,
    DataDirectoryLock dataDirectory,
    IHostEnvironment environment,
    IHttpClientFactory http,
    TimeProvider clock,
    ILogger<MnistDataset> logger)
    : BackgroundService
{
    /// <summary>The name of the dataset in requests.</summary>
    public const string Name = "mnist";

    private readonly SemaphoreSlim _search = new(1, 1);
    private readonly TaskCompletionSource _searched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LoadedDataset? _loaded;
    private volatile DatasetDescription _description = new(Name, DatasetState.Searching, null, null, [], null, null);

    /// <summary>The current state of the dataset.</summary>
    public DatasetDescription Description => _description;

    /// <summary>
    /// Finds MNIST. It waits for the first search of the directories, which takes a second or two, but not for a download. If MNIST was not
    /// available, it searches the directories again.
    /// </summary>
    /// <returns>MNIST; null if it is not available.</returns>
    public async Task<Dataset?> FindAsync(CancellationToken token)
    {
        await _searched.Task.WaitAsync(token);
        if (_loaded is null && _description.State == DatasetState.Unavailable) await LoadAsync(download: false, token);
        return _loaded?.Dataset;
    }

    /// <summary>Returns MNIST, after a download if necessary.</summary>
    /// <exception cref="DatasetUnavailableException">No directory has MNIST and no mirror delivers it.</exception>
    public async Task<Dataset> GetAsync(CancellationToken token)
    {
        await LoadAsync(download: true, token);
        return _loaded?.Dataset ?? throw new DatasetUnavailableException(_description.Error ?? "MNIST is not available.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Run(() => LoadAsync(download: false, stoppingToken), stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.Mnist.RetryMinutes), clock);
        while (_loaded is null)
        {
            await Task.Run(() => LoadAsync(download: true, stoppingToken), stoppingToken);
            if (_loaded is null) await timer.WaitForNextTickAsync(stoppingToken);
        }
    }

    private async Task LoadAsync(bool download, CancellationToken token)
    {
        // A search without a download does not wait for a download by another caller.
        if (!await _search.WaitAsync(download ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, token)) return;
        var before = _description;
        try
        {
            if (_loaded is not null) return;
            IReadOnlyList<Uri> mirrors = download ? options.Value.Mnist.MirrorsToTry : [];
            if (mirrors.Count > 0) _description = _description with { State = DatasetState.Downloading, Error = null };
            var source = new MnistSource(Locations(mirrors), http.CreateClient(Name), clock);
            var loaded = await source.LoadAsync(Name, new DownloadProgressRecorder(this), token);
            _description = Describe(loaded);
            _loaded = loaded;
            LogLoaded(logger, _description.Source!);
        }
        catch (DatasetUnavailableException) when (!download)
        {
            // No directory has MNIST. The description keeps the error of the last download, which is more helpful.
        }
        catch (OperationCanceledException)
        {
            _description = before;
            throw;
        }
        catch (Exception e) when (e is DatasetUnavailableException or DatasetFormatException)
        {
            _description = new DatasetDescription(Name, DatasetState.Unavailable, null, null, [], null, e.Message);
            LogUnavailable(logger, e.Message);
        }
        finally
        {
            _searched.TrySetResult();
            _search.Release();
        }
    }

    private MnistLocations Locations(IReadOnlyList<Uri> mirrors) => new()
    {
        Directories = [.. options.Value.Mnist.Directories, .. DevelopmentDirectories()],
        DownloadDirectory = Path.Combine(dataDirectory.Path, "mnist"),
        Mirrors = mirrors,
    };

    /// <summary>Returns the directories in and beside the repository. The service searches them in development only.</summary>
    private IEnumerable<string> DevelopmentDirectories()
    {
        if (!environment.IsDevelopment()) return [];
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "MnistApi.sln"))) root = Path.GetDirectoryName(root);
        return root is null ? [] : [Path.Combine(root, "data", "mnist"), Path.Combine(root, "..", "shared", "mnist")];
    }

    private static DatasetDescription Describe(LoadedDataset loaded) => DatasetCatalog.Describe(
        loaded.Dataset, loaded.Mirrors.Count > 0 ? string.Join(", ", loaded.Mirrors) : loaded.Directory);

    /// <summary>Writes the progress of a download to the description.</summary>
    private sealed class DownloadProgressRecorder(MnistDataset dataset) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) =>
            dataset._description = dataset._description with { Download = new DatasetDownload(value.File, value.Bytes, value.TotalBytes) };
    }

    [LoggerMessage(LogLevel.Information, "MNIST is available from {Source}")]
    private static partial void LogLoaded(ILogger logger, string source);

    [LoggerMessage(LogLevel.Warning, "MNIST is not available: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
