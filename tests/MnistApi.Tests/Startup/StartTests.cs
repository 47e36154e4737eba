using Microsoft.Extensions.Configuration;
using MnistApi.Http.Parameters;
using MnistApi.Startup;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.Startup;

public class StartTests
{
    [Fact]
    public async Task Invalid_settings_stop_the_start_and_the_message_names_each()
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(
            null,
            ("Training__ConcurrentRuns", "0"),
            ("Training__LeaseSeconds", "4000"),
            ("Datasets__Mnist__RetryMinutes", "many"),
            ("Datasets__Synthetic__TestCount", "5"),
            ("Models__CachedModel", "3"));

        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.All(
            [
                "5 errors",
                "ConcurrentRuns",
                "between 1 and 64",
                "LeaseSeconds",
                "between 5 and 3600",
                "Datasets:Mnist:RetryMinutes",
                "many",
                "TestCount",
                "between 100 and 1000000",
                "Models:CachedModel",
            ],
            expected => Assert.Contains(expected, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_service_checks_settings_of_nested_sections_too()
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(
            null,
            ("Datasets__Synthetic__TestCount", "5"),
            ("Datasets__Mnist__Mirrors__0", "ftp://mirror/"),
            ("Models__CachedModel", "3"));

        Assert.Equal(1, exitCode);
        Assert.All(["TestCount", "between 100 and 1000000", "ftp://mirror/", "CachedModel"], expected =>
            Assert.Contains(expected, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_created_stops_the_start()
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, ("DataDirectory", "/proc/nothing"));

        Assert.Equal(1, exitCode);
        Assert.Contains("/proc/nothing", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "abc")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:99999")]
    [InlineData("Logging__LogLevel__Default", "Foo")]
    public async Task An_invalid_setting_of_the_framework_stops_the_start_with_a_message(string name, string value)
    {
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, (name, value));

        Assert.Equal(1, exitCode);
        Assert.Contains("MnistApi cannot start.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_stops_the_start()
    {
        using var data = new TestDirectory();
        await File.WriteAllTextAsync(TestDatabase.FileIn(data.Path), new string('x', 10_000), TestContext.Current.CancellationToken);
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(data.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("The database in the data directory cannot be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_occupied_address_stops_the_start()
    {
        await using var service = await ServiceProcess.StartAsync();
        var (exitCode, output) = await ServiceProcess.StartInVainAsync(null, ("ASPNETCORE_URLS", service.Client.BaseAddress!.ToString()));

        Assert.Equal(1, exitCode);
        Assert.Contains("ASPNETCORE_URLS=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_keeps_everything_in_the_data_directory()
    {
        using var data = new TestDirectory();
        await using var service = await ServiceProcess.StartAsync(null, ("DataDirectory", Path.Combine(data.Path, "new", "one")));

        Assert.True(File.Exists(TestDatabase.FileIn(Path.Combine(data.Path, "new", "one"))));
    }

    [Fact]
    public async Task A_started_service_watches_no_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are looked up in /proc.");
        await using var service = await ServiceProcess.StartAsync(null, ("ASPNETCORE_ENVIRONMENT", "Development"));
        using var swagger = await service.Client.GetAsync("/swagger/index.html", TestContext.Current.CancellationToken);

        var links = Directory.GetFiles($"/proc/{service.ProcessId}/fd").Select(file => new FileInfo(file).LinkTarget).ToArray();

        Assert.NotEmpty(links);
        Assert.DoesNotContain(links, link => link?.Contains("inotify", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_service_reads_settings_once_from_a_file_or_an_argument()
    {
        var builder = ServiceStart.CreateBuilder(["--Training:LeaseSeconds=7"]);
        var files = ((IConfigurationBuilder)builder.Configuration).Sources.OfType<FileConfigurationSource>().ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.ReloadOnChange, file.Path));
        Assert.Equal("7", builder.Configuration["Training:LeaseSeconds"]);
    }

    [Fact]
    public async Task A_data_directory_may_have_any_name()
    {
        using var data = new TestDirectory();
        var odd = Path.Combine(data.Path, "a;Mode=Memory 'b' \"c\" =d %20 ä");
        await using (var service = await ServiceProcess.StartAsync(odd))
            Assert.Equal(
                RunState.Succeeded,
                (await service.Client.WaitForEndAsync((await service.Client.StartRunAsync(Api.SmallRun)).Id)).State);

        if (!TestDatabase.IsPostgres) Assert.True(File.Exists(TestDatabase.FileIn(odd)));
        await using var again = await ServiceProcess.StartAsync(odd);
        Assert.Equal(1, (await again.Client.GetAsync<PageOf<TrainingRun>>(Api.Runs)).TotalCount);
        using var ready = await again.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.True(ready.IsSuccessStatusCode);
    }
}
