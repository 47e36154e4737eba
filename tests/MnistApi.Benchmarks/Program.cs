using System.Globalization;
using MnistApi.Benchmarks;

// Each command prints Markdown to standard output and progress to standard error:
//   dotnet run -c Release --project tests/MnistApi.Benchmarks -- experiments > docs/experiments.md
return args switch
{
    ["experiments", .. var recipes] => ExperimentsCommand.Run(recipes),
    ["uploads", "work" or "validation" or "test", var count, .. var sheets] =>
        UploadsCommand.RunDrawn(args[1], int.Parse(count, CultureInfo.InvariantCulture), sheets.FirstOrDefault()),
    ["uploads", .. var directories] => UploadsCommand.RunDirectories(directories),
    ["race"] => RaceCommand.Run(),
    ["growth"] => await GrowthCommand.RunAsync(),
    ["adam"] => AdamCommand.Run(),
    ["kernels"] => KernelsCommand.Run(),
    ["synthetic"] => SyntheticCommand.Run(),
    ["builtin"] => BuiltinCommand.Run(),
    ["builtin", "evaluate"] => BuiltinCommand.Evaluate(),
    ["uploads-png", var directory] => UploadsPngCommand.Run(directory),
    ["uploads-png", var directory, var count] => UploadsPngCommand.Run(directory, count),
    ["verdicts", "work" or "validation" or "test", var count] =>
        VerdictsCommand.Run(args[1], int.Parse(count, CultureInfo.InvariantCulture)),
    ["recognition"] => RecognitionCommand.Run(),
    ["decoding", .. var files] => DecodingCommand.Run(files),
    ["decoding-of", var file] => DecodingCommand.RunOne(file),
    ["watchers"] => await WatchersCommand.RunAsync(),
    ["workers", var rounds] => await WorkersCommand.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture)),
    ["queue"] => QueueCommand.Run(),
    ["capacity", var rounds] => await CapacityCommand.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture)),
    ["database", var rounds] => await DatabaseCommand.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: MnistApi.Benchmarks COMMAND
        MNIST is read from MNIST_DIRECTORY, or from ../shared/mnist beside the repository.
          experiments [RECIPE ...]   trains every recipe, or the named ones, on MNIST and prints the results
          race                       compares cnn-fast and lecture-mlp with PyTorch; needs Debian's python3-torch and libopenblas0-openmp
          growth                     measures how epochs and pages of runs grow with images, weights, batches and rows
          adam                       compares our Adam with forward and backward alone, and with torch.optim.Adam
          kernels                    measures each way to compute convolutions, and the self-check
          synthetic                  draws the synthetic digits, trains on nothing else and tests on MNIST
          builtin                    trains the built-in model and writes its files (about 6 minutes)
          builtin evaluate           calibrates and evaluates the built-in model again, without training
          uploads PART N [SHEETS]    recognizes N drawn uploads of every style; PART is work, validation or test; the directory SHEETS
                                     gets a picture of those that were not recognized
          uploads DIRECTORY ...      recognizes images whose file names end with their digit, such as 0012_7.png
          uploads-png DIRECTORY [N]  writes N (20) drawn uploads of every style as PNG files
          verdicts PART N            judges N drawn uploads of every style and kind, and prints the bounds that follow
          recognition                measures each stage of a recognition, for several kinds of uploads
          decoding FILE ...          measures the time and memory of decoding image files, each in its own process
          watchers                   measures what 200 watching clients cost a run, and how soon they hear of an epoch
          queue                      computes how long runs wait for workers, by simulation and by formula
        These commands need PostgreSQL. Start one with eval "$(eng/postgres start DIRECTORY)".
          database ROUNDS            measures the database's share of a training run, with PostgreSQL and with SQLite
          workers ROUNDS             measures the throughput of a sweep with one worker process and with two
          capacity ROUNDS            measures predictions per core, rows and bytes per run, connections and the load of idle processes
        """);
    return 1;
}
