using MnistApi.Training;
namespace MnistApi.Benchmarks;
internal static class DevTrain
{
    public static int Run(string recipe, string epochs, string file)
    {
        var config = Recipes.Find(recipe)!.Config with { Epochs = int.Parse(epochs, System.Globalization.CultureInfo.InvariantCulture) };
        using var trainer = new Trainer(config, Mnist.Read(), seed: 1);
        foreach (var epoch in trainer.Run()) Console.Error.WriteLine(epoch);
        File.WriteAllBytes(file, trainer.CreateCheckpoint().ToBytes());
        return 0;
    }
}
