using Microsoft.EntityFrameworkCore;

namespace MnistApi.Storage.Sqlite;

/// <summary>The database in a SQLite file. Only one process uses it.</summary>
internal sealed class SqliteMnistDb(DbContextOptions<SqliteMnistDb> options) : MnistDb(options)
{
    public override IQueryable<TEntity> Locked<TEntity>() => Set<TEntity>();

    public override Task LockAsync(long key, CancellationToken token) => Task.CompletedTask;

    public override Task CheckWritableAsync(CancellationToken token) => SqliteWriteProbe.RunAsync(Database.GetConnectionString(), token);
}
