using System.Net;

namespace MnistApi.Tests.Hosting;

public class DashboardTests
{
    [Fact]
    public async Task A_local_request_gets_Hangfire_s_dashboard()
    {
        await using var service = await ServiceProcess.StartAsync();
        using var local = await service.Client.GetAsync("/hangfire", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, local.StatusCode);
        Assert.Contains("Hangfire", await local.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_leads_to_Swagger()
    {
        await using var service = await ServiceProcess.StartAsync();
        var page = await service.Client.GetStringAsync("/", TestContext.Current.CancellationToken);

        Assert.Contains("swagger", page, StringComparison.OrdinalIgnoreCase);
    }
}
