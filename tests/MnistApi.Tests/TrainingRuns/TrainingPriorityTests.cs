using System.Globalization;
using MnistApi.TrainingRuns.Contracts;

namespace MnistApi.Tests.TrainingRuns;

/// <summary>Training and requests share the processor.</summary>
public class TrainingPriorityTests
{
    private const int LowPriority = 10;

    [Fact]
    public async Task A_run_trains_at_low_priority_and_requests_keep_theirs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a priority for each thread.");
        await using var service = await ServiceProcess.StartAsync();
        var normal = Assert.Single(Priorities(service).Select(thread => thread.Priority).Distinct());

        var run = await service.Client.StartRunAsync(Api.LongRun);
        await service.Client.WaitForRunAsync(run.Id, current => current.State == RunState.Running && current.Best is not null, "trains");

        // The threads that prepare batches are new ones, so they show whether the priority is inherited.
        await Eventually.TrueAsync(
            () => Task.FromResult(Priorities(service).Exists(
                thread => thread.Name.StartsWith(".NET Long Runn", StringComparison.Ordinal) && thread.Priority == LowPriority)),
            "a thread prepares batches at low priority");
        var priorities = Priorities(service);
        Assert.Contains(
            priorities,
            thread => thread.Name.StartsWith("Worker #", StringComparison.Ordinal) && thread.Priority == LowPriority);
        Assert.All(priorities, thread => Assert.Contains(thread.Priority, new[] { normal, LowPriority }));
        Assert.All(
            priorities.Where(thread => thread.Name is ".NET TP Worker" or ".NET Server GC" or ".NET BGC"),
            thread => Assert.Equal(normal, thread.Priority));
    }

    private static List<(string Name, int Priority)> Priorities(ServiceProcess service)
    {
        var threads = new List<(string, int)>();
        foreach (var directory in Directory.EnumerateDirectories($"/proc/{service.ProcessId}/task"))
        {
            try
            {
                // proc_pid_stat(5): the name is in parentheses, and the priority is the 17th field after it.
                var stat = File.ReadAllText(Path.Combine(directory, "stat"));
                var (start, end) = (stat.IndexOf('(', StringComparison.Ordinal), stat.LastIndexOf(')'));
                threads.Add((stat[(start + 1)..end], int.Parse(stat[(end + 2)..].Split(' ')[16], CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }

        return threads;
    }
}
