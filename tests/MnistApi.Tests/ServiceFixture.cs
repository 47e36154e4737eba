namespace MnistApi.Tests;

/// <summary>One service for the tests of a class.</summary>
public class ServiceFixture : IAsyncLifetime
{
    private ServiceProcess? _service;

    internal HttpClient Client => _service!.Client;

    public async ValueTask InitializeAsync() => _service = await ServiceProcess.StartAsync(null, Settings());

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Settings as environment variables.</summary>
    protected virtual (string Name, string Value)[] Settings() => [];
}
