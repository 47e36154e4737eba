using System.Globalization;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Training;

namespace MnistApi.Training.Tests.Training;

/// <summary>Another process that resumes from a checkpoint file and overwrites it.</summary>
internal static class TrainingProcess
{
    /// <summary>Resumes in a new process up to the given number of epochs, and reads what it saved.</summary>
    public static async Task<Checkpoint> ResumeAsync(Checkpoint checkpoint, int epochs)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, checkpoint.ToBytes());
            using var process = OtherProcess.Start(nameof(TrainingProcess), file, epochs.ToString(CultureInfo.InvariantCulture));
            await process.AssertSucceedsAsync();
            return Checkpoint.Read(File.ReadAllBytes(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static Task RunAsync(string[] arguments)
    {
        var (file, epochs) = (arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
        using var trainer = Trainer.Resume(Checkpoint.Read(File.ReadAllBytes(file)), SmallTraining.Dataset, epochs);
        trainer.RunToEnd();
        File.WriteAllBytes(file, trainer.CreateCheckpoint().ToBytes());
        return Task.CompletedTask;
    }
}
