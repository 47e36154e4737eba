using System.Globalization;
using MnistApi.Benchmarks;

// Each command prints Markdown, with progress on standard error:
//   dotnet run -c Release --project tests/MnistApi.Benchmarks -- experiments > docs/experiments.md
return args switch
{
    ["experiments", .. var recipes] => ExperimentsCommand.Run(recipes),
    ["uploads", "work" or "validation" or "test", var count, .. var sheets] => UploadsCommand.RunDrawn(
        args[1],
        int.Parse(count, CultureInfo.InvariantCulture),
        sheets.FirstOrDefault()),
    ["uploads", .. var directories] => UploadsCommand.RunDirectories(directories),
    ["adam"] => AdamCommand.Run(),
    ["kernels"] => KernelsCommand.Run(),
    ["synthetic"] => SyntheticCommand.Run(),
    ["builtin"] => BuiltinCommand.Run(),
    ["builtin", "evaluate"] => BuiltinCommand.Evaluate(),
    ["uploads-png", var directory] => UploadsPngCommand.Run(directory),
    ["uploads-png", var directory, var count] => UploadsPngCommand.Run(directory, count),
    ["verdicts", "work" or "validation" or "test", var count] => VerdictsCommand.Run(
        args[1],
        int.Parse(count, CultureInfo.InvariantCulture)),
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
        Usage: MnistApi.Benchmarks COMMAND      MNIST is read from MNIST_DIRECTORY, or from ../shared/mnist beside the repository.
          experiments [RECIPE ...]   trains every recipe, or those named, on MNIST and prints what each reaches
          adam                       our Adam against forward and backward alone, and against torch.optim.Adam
          kernels                    what each way to compute convolutions costs, and the self-check at the start
          synthetic                  draws the synthetic digits, trains on them alone and tests on MNIST
          builtin [evaluate]         trains the model that the service brings along and writes its files (about 6 minutes), or only calibrates and evaluates it once more
          uploads PART N             what is recognized of N drawn uploads of every style; PART is work, validation or test
          uploads DIRECTORY ...      the same of images whose names end with their digit, as 0012_7.png
          uploads-png DIRECTORY [N]  writes N (20) drawn uploads of every style as PNG files to look at
          verdicts PART N            what N drawn uploads of every style and kind are taken for, and the bounds that follow from them
          decoding FILE ...          the time and memory of decoding image files, each in a process of its own
          watchers                   what 200 watching clients cost a run of the service, and how soon they hear of an epoch
          queue                      how long runs wait for workers, by simulation and by formula
        These want PostgreSQL: eval "$(eng/postgres start DIRECTORY)".
          database ROUNDS            the database's share of a training run, with PostgreSQL and with SQLite
          workers ROUNDS             the throughput of a sweep with one worker process and with two
          capacity ROUNDS            predictions per core, rows and bytes per run, connections, the load of processes that have nothing to do
        """);
    return 1;
}
