using MnistApi.Datasets;
using MnistApi.Hosting;
using MnistApi.Models;
using MnistApi.Persistence;
using MnistApi.Predictions;
using MnistApi.TestErrors;
using MnistApi.TrainingRuns;

return await ServiceStart.RunAsync(args, builder =>
{
    builder.Services
        .AddHosting()
        .AddPersistence()
        .AddDatasets()
        .AddTrainingRuns()
        .AddModels()
        .AddPredictions();
}, app =>
{
    app.UseHosting();
    app.MapHealth();
    var api = app.MapApi();
    api.MapRecipes();
    api.MapTrainingRuns();
    api.MapModels();
    api.MapTestErrors();
    api.MapPredictions();
    api.MapDatasets();
});
