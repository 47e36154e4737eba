using Microsoft.EntityFrameworkCore;
using MnistApi.Startup;
using MnistApi.Storage;

namespace MnistApi.Tests.Storage;

public class MigrationTests
{
    [Fact]
    public void The_migrations_for_SQLite_contain_every_change_of_the_model() =>
        AssertComplete(new StorageServices.SqliteDesign().CreateDbContext([]));

    [Fact]
    public void The_migrations_for_PostgreSQL_contain_every_change_of_the_model() =>
        AssertComplete(new StorageServices.PostgresDesign().CreateDbContext([]));

    private static void AssertComplete(MnistDb db)
    {
        using (db) Assert.False(db.Database.HasPendingModelChanges(), "A change needs a migration: dotnet ef migrations add.");
    }
}
