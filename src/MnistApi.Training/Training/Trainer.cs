using MnistApi.Training.Checkpoints;
using MnistApi.Training.Configuration;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;
using MnistApi.Training.Inference;
using MnistApi.Training.Kernels;
using MnistApi.Training.Loading;
using MnistApi.Training.Networks;
using MnistApi.Training.Networks.Layers;
using MnistApi.Training.Optimization;
using static TorchSharp.torch;

namespace MnistApi.Training.Training;

/// <summary>
/// Trains a network, one epoch at a time. It knows nothing of HTTP, files or databases: the caller requests epochs and keeps checkpoints.
/// The weights depend only on configuration, dataset, seed, library versions and number of threads. One thread at a time may use a trainer.
/// An epoch must end on the thread on which it began.
/// </summary>
public sealed class Trainer : IDisposable
{
    /// <summary>The most threads that a run may use.</summary>
    public const int MaxThreads = Checkpoint.MaxThreads;

    /// <summary>
    /// libtorch's number of threads before any run changes it. libtorch has one number for all new threads of the process.
    /// </summary>
    private static readonly int DefaultThreads;

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

    static Trainer()
    {
        NativeMemory.Keep();
        DefaultThreads = get_num_threads();
    }

    /// <summary>Begins a run.</summary>
    /// <param name="config">The network and how to train it.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="seed">Any number. All random numbers of the run follow from it.</param>
    /// <param name="clock">Measures durations; null for the system's clock.</param>
    /// <param name="threads">
    /// Number of libtorch threads, 1 to <see cref="MaxThreads"/>. Null for libtorch's own number, or for one thread if the network is too
    /// small for two.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The configuration is not valid (the message has all errors), or it splits by writers and those of the dataset are not known.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is out of its range, or no training images are left.</exception>
    public Trainer(TrainingConfig config, Dataset dataset, long seed, TimeProvider? clock = null, int? threads = null)
    {
        if (ConfigValidator.Validate(config) is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(" ", errors.Select(error => error.Message)), nameof(config));
        if (threads is < 1 or > MaxThreads)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"A run needs between 1 and {MaxThreads} threads.");

        (_config, _dataset, _seed, _clock) = (config, dataset, seed, clock ?? TimeProvider.System);
        (var training, _validation) = dataset.Split(config.ValidationSize, config.ValidationSplit);
        _network = NeuralNetwork.Create(config.Network, seed);
        _threads = threads ?? (_network.FitsOneThread(config.BatchSize) ? 1 : DefaultThreads);
        _batches = new DataLoader(training, config.BatchSize, config.Augmentation, _network.TakesSparseInput, seed);
        _schedule = new LearningRateSchedule(config.Schedule, config.Optimizer.LearningRate, _batches.StepsPerEpoch, config.Epochs);
        _optimizer = OptimizerFactory.Create(config.Optimizer, _network.Parameters);
        if (config.WeightAveragingDecay is not { } decay) return;
        _averageNetwork = NeuralNetwork.Create(config.Network, seed);
        _average = new WeightAverage(decay, _network, _averageNetwork);
    }

    /// <summary>The results of all epochs so far, including those before a resume.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>
    /// Resumes a run from a checkpoint. The weights become those of a run without interruption. With another number of epochs, a cosine or
    /// one-cycle schedule is stretched over all of them, and the learning rate continues at that schedule's value.
    /// </summary>
    /// <param name="checkpoint">The state at the end of an epoch.</param>
    /// <param name="dataset">The dataset of the run.</param>
    /// <param name="epochs">Another number of epochs for the whole run; null for the checkpoint's number.</param>
    /// <param name="clock">Measures durations; null for the system's clock.</param>
    /// <param name="threads">
    /// Number of libtorch threads; null for the checkpoint's number. Another number changes the last bits of the weights.
    /// </param>
    /// <exception cref="ArgumentException">The dataset is not the run's, or the checkpoint does not match its configuration.</exception>
    public static Trainer Resume(
        Checkpoint checkpoint, Dataset dataset, int? epochs = null, TimeProvider? clock = null, int? threads = null)
    {
        if (dataset.Sha256 != checkpoint.DatasetSha256)
            throw new ArgumentException(
                $"The checkpoint was trained on '{checkpoint.DatasetName}' with SHA-256 {checkpoint.DatasetSha256}. "
                + $"This is '{dataset.Name}' with {dataset.Sha256}. Resume with the dataset that the checkpoint was trained on.",
                nameof(dataset));

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

    /// <summary>Trains until the last epoch or until early stopping. An epoch is trained when its result is requested.</summary>
    /// <param name="progress">Called after every step on the training thread. It must be fast.</param>
    /// <param name="cancellationToken">Checked before every batch.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled. The last checkpoint has the last complete epoch.</exception>
    /// <exception cref="NonFiniteLossException">The loss was not a finite number, and the configuration says to stop.</exception>
    /// <exception cref="InvalidOperationException">An earlier epoch did not end.</exception>
    public IEnumerable<EpochResult> Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!_isBetweenEpochs)
            throw new InvalidOperationException("The last epoch did not end. Resume from the last checkpoint with a new trainer.");

        while (_history.Count < _config.Epochs && !StopsEarly())
        {
            _isBetweenEpochs = false;
            var result = TrainEpoch(_history.Count + 1, progress, cancellationToken);
            _history.Add(result);
            _isBetweenEpochs = true;
            yield return result;
        }
    }

    /// <summary>The state at the end of the last epoch, which a run can resume from.</summary>
    /// <exception cref="InvalidOperationException">The last epoch did not end: it was cancelled, or its loss was not finite.</exception>
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
        : throw new InvalidOperationException("The last epoch did not end. Keep the checkpoint before it.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _averageNetwork?.Dispose();
        NativeMemory.Release();
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
            var rate = Rate(samples, Seconds(started));
            progress?.Report(new TrainingProgress(epoch, _config.Epochs, batch.Step, _batches.StepsPerEpoch, rate));
        }

        var trainingSeconds = Seconds(started);
        var model = _averageNetwork ?? _network;
        var predictor = new Predictor(_config.Network, model.CopyState()) { Threads = _threads };
        var validation = Evaluator.Evaluate(predictor, _validation, _config.Loss, cancellationToken: cancellationToken);
        if (IsFatal(validation.Loss))
            throw new NonFiniteLossException(NonFiniteLossDiagnostician.DiagnoseValidation(_config, model, _validation, epoch));

        return new EpochResult(
            epoch, lossSum / samples, (double)correct / Math.Max(1, digits), validation.Loss, validation.Accuracy,
            learningRate, Seconds(started), Rate(samples, trainingSeconds));
    }

    /// <summary>Trains one batch. Returns its mean loss and its number of correct predictions.</summary>
    private (float Loss, int Correct) Step(int epoch, Batch batch, double learningRate)
    {
        var pass = new TrainingPass(_seed, epoch, batch.Step);
        var targets = batch.ToTargets();
        Tensor MeanLoss(Tensor logits) => LossFunction.Mean(_config.Loss, logits, targets, _config.LabelSmoothing);
        var result = batch.Sparse is { } sparse
            ? _network.Backpropagate(sparse, pass, MeanLoss)
            : _network.Backpropagate(batch.ToTensor(), pass, MeanLoss);

        var loss = result.Loss.item<float>();
        if (IsFatal(loss))
            throw new NonFiniteLossException(NonFiniteLossDiagnostician.DiagnoseBatch(_config, _network, batch.ToTensor(), pass));

        _optimizer.Step(result.Gradients, learningRate);
        _average?.Update(_optimizer.StepCount);
        return (loss, batch.CountCorrect(result.Logits));
    }

    private bool IsFatal(double loss) => !double.IsFinite(loss) && _config.OnNonFiniteLoss == NonFiniteLossAction.Stop;

    private bool StopsEarly() =>
        _config.EarlyStoppingPatience is { } patience && EpochResult.Best(_history) is { } best && _history.Count - best.Epoch >= patience;

    /// <summary>Samples per second; 0 if the clock measured no time.</summary>
    private static double Rate(int samples, double seconds) => seconds > 0 ? samples / seconds : 0;

    private double Seconds(long started) => _clock.GetElapsedTime(started).TotalSeconds;
}
