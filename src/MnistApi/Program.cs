using MnistApi.Datasets;
using MnistApi.Hosting;
using MnistApi.Persistence;
using MnistApi.TrainingRuns;

return await ServiceStart.RunAsync(args, builder =>
{
    builder.Services
        .AddHosting()
        .AddPersistence()
        .AddDatasets()
        .AddTrainingRuns();
}, app =>
{
    app.UseHosting();
    var api = app.MapApi();
    api.MapTrainingRuns();
    api.MapDatasets();
});
