using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Loading;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Optimization;
using static TorchSharp.torch;

namespace MnistApi.Training.Training;

/// <summary>
/// Trains a network, one epoch at a time. It knows nothing of HTTP, files or databases: the caller pulls epochs and keeps checkpoints.
/// The weights depend on configuration, dataset, seed, library versions and number of threads alone. For one thread at a time; while an
/// epoch is being pulled, it stays on the thread that pulls.
/// </summary>
public sealed class Trainer : IDisposable
{
    /// <summary>The most threads that a run may ask for.</summary>
    public const int MaxThreads = Checkpoint.MaxThreads;

    /// <summary>libtorch's number before any run changed it: it is one number for new threads of the whole process.</summary>
    private static readonly int DefaultThreads = get_num_threads();

    private readonly TrainingConfig _config;
    private readonly Dataset _dataset;
    private readonly long _seed;
    private readonly TimeProvider _clock;
    private readonly int _threads;
    private readonly DataLoader _batches;
    private readonly ImageSet _validation;
    private readonly NeuralNetwork _network;
    private readonly NeuralNetwork? _averageNetwork;
    private readonly WeightAverage? _average;
    private readonly GradientOptimizer _optimizer;
    private readonly LearningRateSchedule _schedule;
    private readonly List<EpochResult> _history = [];
    private bool _isBetweenEpochs = true;

    /// <summary>Begins a run.</summary>
    /// <param name="config">What to train, and how.</param>
    /// <param name="dataset">What to train on.</param>
    /// <param name="seed">Any number: all that is random follows from it.</param>
    /// <param name="clock">Measures durations; null: the system's.</param>
    /// <param name="threads">libtorch's threads, 1 to <see cref="MaxThreads"/>. Null: as many as it has, but one for a network that is too small for a second.</param>
    /// <exception cref="ArgumentException">The configuration is not valid; the message names each error.</exception>
    public Trainer(TrainingConfig config, Dataset dataset, long seed, TimeProvider? clock = null, int? threads = null)
    {
        if (ConfigValidator.Validate(config) is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(" ", errors.Select(error => error.Message)), nameof(config));

        if (threads is < 1 or > MaxThreads)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"A run takes between 1 and {MaxThreads} threads.");

        (_config, _dataset, _seed, _clock) = (config, dataset, seed, clock ?? TimeProvider.System);
        (var training, _validation) = dataset.Split(config.ValidationSize);
        _network = NeuralNetwork.Create(config.Network, seed);
        _threads = threads ?? (_network.FitsOneThread(config.BatchSize) ? 1 : DefaultThreads);
        _batches = new DataLoader(training, config.BatchSize, config.Augmentation, _network.TakesSparseInput, seed);
        _schedule = new LearningRateSchedule(config.Schedule, config.Optimizer.LearningRate, _batches.StepsPerEpoch, config.Epochs);
        _optimizer = OptimizerFactory.Create(config.Optimizer, _network.Parameters);
        if (config.WeightAveragingDecay is not { } decay) return;
        _averageNetwork = NeuralNetwork.Create(config.Network, seed);
        _average = new WeightAverage(decay, _network, _averageNetwork);
    }

    /// <summary>The epochs so far, those before a resume included.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>
    /// Goes on where a checkpoint ends: the weights will be those of a run that was never interrupted. With another number of epochs a cosine or
    /// one-cycle schedule is stretched over all of them, so the learning rate goes on where a run of that length would be.
    /// </summary>
    /// <param name="checkpoint">The end of an epoch.</param>
    /// <param name="dataset">The dataset the checkpoint was trained on.</param>
    /// <param name="epochs">Another number of epochs for the whole run; null: the checkpoint's.</param>
    /// <param name="clock">Measures durations; null: the system's.</param>
    /// <param name="threads">libtorch's threads; null: as many as before, which the same bytes need.</param>
    /// <exception cref="ArgumentException">The dataset is another one, or the checkpoint's arrays are not the configuration's.</exception>
    public static Trainer Resume(Checkpoint checkpoint, Dataset dataset, int? epochs = null, TimeProvider? clock = null, int? threads = null)
    {
        if (dataset.Sha256 != checkpoint.DatasetSha256)
            throw new ArgumentException($"The checkpoint was trained on '{checkpoint.DatasetName}' with SHA-256 {checkpoint.DatasetSha256}; this is '{dataset.Name}' with {dataset.Sha256}. Resume with the dataset it was trained on.", nameof(dataset));

        var config = checkpoint.Config with { Epochs = epochs ?? checkpoint.Config.Epochs };
        var trainer = new Trainer(config, dataset, checkpoint.Seed, clock, threads ?? checkpoint.Threads);
        try
        {
            trainer._network.CopyFrom(checkpoint.Weights);
            trainer._averageNetwork?.CopyFrom(checkpoint.ModelWeights);
            trainer._optimizer.Restore(checkpoint.StepCount, checkpoint.Moments);
            trainer._history.AddRange(checkpoint.History);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>Trains epoch after epoch, until the last or until early stopping says so. Each result is given when the next is asked for.</summary>
    /// <param name="progress">Told after every step, on the training thread: keep it short.</param>
    /// <param name="cancellationToken">Seen before every batch.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the last checkpoint holds the last whole epoch.</exception>
    /// <exception cref="NonFiniteLossException">The loss was not finite, and the configuration says to stop.</exception>
    public IEnumerable<EpochResult> Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!_isBetweenEpochs) throw new InvalidOperationException("An epoch was left unfinished: resume from the last checkpoint with a new trainer.");

        while (_history.Count < _config.Epochs && !StopsEarly())
        {
            _isBetweenEpochs = false;
            var result = TrainEpoch(_history.Count + 1, progress, cancellationToken);
            _history.Add(result);
            _isBetweenEpochs = true;
            yield return result;
        }
    }

    /// <summary>All that is needed to go on from the end of the last epoch.</summary>
    /// <exception cref="InvalidOperationException">An epoch was left unfinished (cancelled, or its loss was not finite): keep the checkpoint before it.</exception>
    public Checkpoint CreateCheckpoint() => _isBetweenEpochs
        ? new Checkpoint
        {
            Config = _config,
            Seed = _seed,
            DatasetName = _dataset.Name,
            DatasetSha256 = _dataset.Sha256,
            History = [.. _history],
            Weights = _network.CopyState(),
            AverageWeights = _averageNetwork?.CopyState(),
            Moments = _optimizer.Moments.ToDictionary(moment => moment.Key, moment => (float[])moment.Value.Clone()),
            StepCount = _optimizer.StepCount,
            Threads = _threads,
            Versions = LibraryVersions.Current(),
        }
        : throw new InvalidOperationException("An epoch was left unfinished: keep the checkpoint before it.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _averageNetwork?.Dispose();
    }

    private EpochResult TrainEpoch(int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var threads = new ThreadCountScope(_threads);
        var started = _clock.GetTimestamp();
        var (lossSum, correct, digits, samples, learningRate) = (0.0, 0, 0, 0, 0.0);
        foreach (var batch in _batches.Epoch(epoch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            learningRate = _schedule.At(_optimizer.StepCount);
            var (loss, correctInBatch) = Step(epoch, batch, learningRate);

            samples += batch.Count;
            lossSum += (double)loss * batch.Count;
            (digits, correct) = (digits + batch.DigitCount, correct + correctInBatch);
            progress?.Report(new TrainingProgress(epoch, _config.Epochs, batch.Step, _batches.StepsPerEpoch, Rate(samples, Seconds(started))));
        }

        var trainingSeconds = Seconds(started);
        var validation = Evaluator.Evaluate(_averageNetwork ?? _network, _validation, _config.Loss, cancellationToken: cancellationToken);
        if (IsFatal(validation.Loss)) throw new NonFiniteLossException(DiagnoseValidation(epoch));
        return new EpochResult(epoch, lossSum / samples, (double)correct / Math.Max(1, digits), validation.Loss, validation.Accuracy,
            learningRate, Seconds(started), Rate(samples, trainingSeconds));
    }

    /// <summary>Forward, backward, update. Returns the batch's mean loss and its number of correct predictions.</summary>
    private (float Loss, int Correct) Step(int epoch, Batch batch, double learningRate)
    {
        var pass = new TrainingPass(_seed, epoch, batch.Step);
        var targets = batch.ToTargets();
        Tensor MeanLoss(Tensor logits) => LossFunction.Mean(_config.Loss, logits, targets, _config.LabelSmoothing);
        var result = batch.Sparse is { } ink ? _network.Backpropagate(ink, pass, MeanLoss) : _network.Backpropagate(batch.ToTensor(), pass, MeanLoss);

        var loss = result.Loss.item<float>();
        if (IsFatal(loss)) throw new NonFiniteLossException(NonFiniteLossDiagnostician.Diagnose(_config, _network, batch.ToTensor(), epoch, pass));

        _optimizer.Step(result.Gradients, learningRate);
        _average?.Update(_optimizer.StepCount);
        return (loss, batch.CountCorrect(result.Logits));
    }

    private bool IsFatal(double loss) => !double.IsFinite(loss) && _config.OnNonFiniteLoss == NonFiniteLossAction.Stop;

    private NonFiniteLossDiagnosis DiagnoseValidation(int epoch)
    {
        var network = _averageNetwork ?? _network;
        var start = 0;
        while (start + NetworkConfig.EvaluationChunk < _validation.Count && double.IsFinite(Evaluator.Evaluate(network, Chunk(start), _config.Loss).Loss)) start += NetworkConfig.EvaluationChunk;

        using var scope = NewDisposeScope();
        return NonFiniteLossDiagnostician.Diagnose(_config, network, NeuralNetwork.Inputs(Chunk(start).Pixels.Span), epoch, pass: null);

        ImageSet Chunk(int first) => _validation.Slice(first, Math.Min(NetworkConfig.EvaluationChunk, _validation.Count - first));
    }

    private bool StopsEarly() =>
        _config.EarlyStoppingPatience is { } patience && EpochResult.Best(_history) is { } best && _history.Count - best.Epoch >= patience;

    /// <summary>0 where no time has passed, as far as the clock can tell.</summary>
    private static double Rate(int samples, double seconds) => seconds > 0 ? samples / seconds : 0;

    private double Seconds(long started) => _clock.GetElapsedTime(started).TotalSeconds;
}
