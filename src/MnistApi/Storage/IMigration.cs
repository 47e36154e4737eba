namespace MnistApi.Storage;

/// <summary>Migrates the database to the schema of this version.</summary>
internal interface IMigration
{
    /// <summary>
    /// Migrates the database. A second call changes nothing. If several processes call it at the same time, one of them migrates. If that
    /// process dies, the next one continues.
    /// </summary>
    /// <exception cref="MnistApi.Settings.StartException">The database cannot be used. The message says what to do.</exception>
    Task RunAsync(CancellationToken token);
}
