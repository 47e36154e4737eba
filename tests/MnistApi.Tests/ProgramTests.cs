using System.Diagnostics;
using MnistApi.Training;

namespace MnistApi.Tests;

public class ProgramTests
{
    [Fact]
    public async Task The_program_loads_libtorch_and_says_what_is_there()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location]) { RedirectStandardOutput = true })!;

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("libtorch 2.10.0", output, StringComparison.Ordinal);
        Assert.All(Recipes.All, recipe => Assert.Contains(recipe.Name, output, StringComparison.Ordinal));
    }
}
