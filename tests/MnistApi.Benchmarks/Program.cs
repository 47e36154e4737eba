using MnistApi.Training;
using MnistApi.Training.Data;
using MnistApi.Training.Evaluation;

TorchSharp.torch.set_num_threads(2);
var dataset = IdxDirectory.Read(args[0], "mnist");
var recipe = Recipes.Find(args[1])!;
var config = recipe.Config with { Epochs = args.Length > 2 ? int.Parse(args[2]) : recipe.Config.Epochs };
using var trainer = new Trainer(config, dataset, args.Length > 3 ? long.Parse(args[3]) : 1);
foreach (var e in trainer.Run()) Console.WriteLine(e);
using var network = trainer.Checkpoint().CreateNetwork();
var r = Evaluator.Evaluate(network, dataset.Test);
Console.WriteLine($"{recipe.Name} params {network.ParameterCount} test {r.Accuracy} loss {r.Loss} ece {r.ExpectedCalibrationError} bytes {trainer.Checkpoint().ToBytes().Length} sha {trainer.Checkpoint().WeightsSha256}");
