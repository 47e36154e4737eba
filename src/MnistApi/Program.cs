using MnistApi.Datasets;
using MnistApi.ModelRegistry;
using MnistApi.ModelRegistry.Endpoints;
using MnistApi.Predictions;
using MnistApi.Predictions.Endpoints;
using MnistApi.Settings;
using MnistApi.Startup;
using MnistApi.Sweeps;
using MnistApi.Sweeps.Endpoints;
using MnistApi.TestErrors;
using MnistApi.TrainingRuns;
using MnistApi.TrainingRuns.Endpoints;

return await ServiceStart.RunAsync(args, builder =>
{
    builder.Services
        .AddHosting()
        .AddPersistence(builder.Configuration)
        .AddDatasets()
        .AddTrainingRuns(builder.Configuration)
        .AddSweeps(builder.Configuration)
        .AddModels(builder.Configuration)
        .AddTestErrors()
        .AddPredictions()
        .AddJobs(builder.Configuration);
}, app =>
{
    app.UseHosting();
    app.MapHealth();
    if (ProcessOptions.RoleIn(app.Configuration) == ProcessRole.Worker) return;

    app.MapExploring();
    var api = app.MapApi();
    api.MapRecipes();
    api.MapTrainingRuns();
    api.MapSweeps();
    api.MapModels();
    api.MapTestErrors();
    api.MapSlices();
    api.MapPredictions();
    api.MapDatasets();
});
