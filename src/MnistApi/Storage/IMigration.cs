namespace MnistApi.Storage;

/// <summary>Brings a kind of database to this version.</summary>
internal interface IMigration
{
    /// <summary>Done again it changes nothing; done by several processes at once it is done once; killed, it is done by the next.</summary>
    /// <exception cref="MnistApi.Settings.StartException">The database cannot be used; what to do.</exception>
    Task RunAsync(CancellationToken token);
}
