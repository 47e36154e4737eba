using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MnistApi.Storage.Sqlite;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;
using MnistApi.Training.Training;
using MnistApi.TrainingRuns.Entities;

namespace MnistApi.Benchmarks;

/// <summary>
/// Measures how the time of an epoch grows with images, weights and batch size, and how the time of a page of runs grows with the rows.
/// </summary>
internal static class GrowthCommand
{
    private const int PageRounds = 200;

    private static readonly int[] ImageCounts = [5_000, 20_000, 60_000, 600_000];
    private static readonly int[] HiddenUnits = [16, 64, 256, 1024, 4096];
    private static readonly int[] BatchSizes = [10, 50, 100, 500, 2000];
    private static readonly int[] RowCounts = [10, 1_000, 100_000];

    private static readonly TrainingConfig LectureMlp = Recipes.Find("lecture-mlp")!.Config with { ValidationSize = 1000, Epochs = 3 };
    private static readonly TrainingConfig CnnFast = Recipes.Find("cnn-fast")!.Config with { ValidationSize = 1000, Epochs = 3 };

    public static async Task<int> RunAsync()
    {
        Machine.Print("growth");
        var digits = SyntheticDigits.CreateDataset(trainingCount: ImageCounts.Max() + LectureMlp.ValidationSize, testCount: 100);
        EpochSeconds(First(digits, ImageCounts[0]), CnnFast); // Compiles before the clock runs.
        PrintImages(digits);
        var mnistSized = First(digits, 55_000);
        PrintEpochs(
            "hidden units of `lecture-mlp`",
            HiddenUnits,
            mnistSized,
            units => LectureMlp with { Network = LectureMlp.Network with { HiddenUnits = [units] } });
        PrintEpochs("batch size of `lecture-mlp`", BatchSizes, mnistSized, size => LectureMlp with { BatchSize = size });
        PrintEpochs("batch size of `cnn-fast`", BatchSizes, mnistSized, size => CnnFast with { BatchSize = size });
        await PrintPagesAsync();
        return 0;
    }

    private static void PrintImages(Dataset digits)
    {
        Report.Header("images", "`lecture-mlp`, s", "µs per image", "`cnn-fast`, s", "µs per image");
        foreach (var count in ImageCounts)
        {
            var images = First(digits, count);
            var (mlp, cnn) = (EpochSeconds(images, LectureMlp), EpochSeconds(images, CnnFast));
            Report.Row($"{count:N0}", $"{mlp:F2}", $"{1e6 * mlp / count:F1}", $"{cnn:F2}", $"{1e6 * cnn / count:F1}");
        }

        Console.WriteLine();
    }

    private static void PrintEpochs(string what, int[] values, Dataset digits, Func<int, TrainingConfig> configOf)
    {
        Report.Header(what, "weights", "seconds of an epoch with 55,000 images");
        foreach (var value in values)
        {
            var config = configOf(value);
            Report.Row($"{value:N0}", $"{NetworkSize.Of(config.Network).ParameterCount:N0}", $"{EpochSeconds(digits, config):F2}");
        }

        Console.WriteLine();
    }

    /// <summary>The first training images, and the validation images in front of them.</summary>
    private static Dataset First(Dataset digits, int count) =>
        new(digits.Name, digits.Training.Slice(0, count + LectureMlp.ValidationSize), digits.Test);

    /// <summary>The faster of the epochs after the first, which also compiles.</summary>
    private static double EpochSeconds(Dataset dataset, TrainingConfig config)
    {
        using var trainer = new Trainer(config, dataset, seed: 1);
        var seconds = trainer.Run().Skip(1).Min(epoch => epoch.DurationSeconds);
        Report.Progress($"{dataset.Training.Count} images, batches of {config.BatchSize}: {seconds:F2} s");
        return seconds;
    }

    private static async Task PrintPagesAsync()
    {
        using var service = await BenchmarkedService.StartAsync();
        Report.Header("rows", "first page of 20 runs, ms", "last page, ms");
        var rows = 0;
        foreach (var count in RowCounts)
        {
            await AddRunsAsync(service.DatabaseFile, count - rows);
            rows = count;
            var last = (count + 19) / 20;
            Report.Row($"{count:N0}", $"{await PageMsAsync(service, 1):F2}", $"{await PageMsAsync(service, last):F2}");
        }
    }

    /// <summary>Adds runs that were cancelled before they started.</summary>
    private static async Task AddRunsAsync(string file, int count)
    {
        var options = new DbContextOptionsBuilder<SqliteMnistDb>()
            .UseSqlite($"Data Source={file}")
            .AddInterceptors(new SqlitePragmas())
            .Options;
        var now = DateTime.UtcNow;
        foreach (var chunk in Enumerable.Range(0, count).Chunk(1000))
        {
            await using var db = new SqliteMnistDb(options);
            foreach (var i in chunk) db.Add(CancelledRun(now.AddMilliseconds(i)));
            await db.SaveChangesAsync();
        }
    }

    private static TrainingRunEntity CancelledRun(DateTime now)
    {
        var run = new TrainingRunEntity
        {
            Id = Guid.CreateVersion7(now),
            Name = "lecture-mlp",
            Recipe = "lecture-mlp",
            Dataset = SyntheticDigits.Name,
            Seed = 1,
            Config = LectureMlp,
            CreatedAt = now,
            QueuedAt = now,
        };
        run.Cancel(now);
        return run;
    }

    private static async Task<Spread> PageMsAsync(BenchmarkedService service, int page)
    {
        var path = $"/api/v1/training-runs?page={page}&pageSize=20";
        var times = new List<double>();
        for (var i = 0; i < PageRounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await service.Client.GetAsync(path);
            response.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Spread.Of(times.Skip(PageRounds / 2));
    }
}
