using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MnistApi.Storage.Postgres;

/// <summary>Adds <c>FOR UPDATE</c> to the queries with the tag, because EF Core has no row locks.</summary>
internal sealed class RowLocks : DbCommandInterceptor
{
    public const string Tag = "for update";

    public static RowLocks Interceptor { get; } = new();

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        AddLock(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        AddLock(command);
        return ValueTask.FromResult(result);
    }

    private static void AddLock(DbCommand command)
    {
        if (command.CommandText.StartsWith($"-- {Tag}", StringComparison.Ordinal)) command.CommandText += "\nFOR UPDATE";
    }
}
