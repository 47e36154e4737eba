using MnistApi.Training;

// Until the HTTP service is built, the program says what is there.
var versions = LibraryVersions.Current();
Console.WriteLine($"MnistApi {versions["mnistApi"]}: the training library is here, the HTTP service is not yet.");
Console.WriteLine($"libtorch {versions["libtorch"]} loads on this system ({versions["system"]}) and uses {TorchSharp.torch.get_num_threads()} threads.");
Console.WriteLine("Recipes:");
foreach (var recipe in Recipes.All) Console.WriteLine($"  {recipe.Name,-24}{recipe.Description}");
