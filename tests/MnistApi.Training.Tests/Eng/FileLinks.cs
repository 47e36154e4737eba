using System.Diagnostics;
using System.Globalization;

namespace MnistApi.Training.Tests.Eng;

/// <summary>Hard links, for which .NET has no call: the tools of Linux and macOS.</summary>
internal static class FileLinks
{
    public static void Create(string existing, string link) => Run("ln", existing, link);

    /// <summary>The file's number, unique on its volume, and the number of its names.</summary>
    public static (long Inode, long Links) Stat(string file)
    {
        var fields = Run("stat", OperatingSystem.IsMacOS() ? ["-f", "%i %l", file] : ["-c", "%i %h", file]).Split(' ');
        return (long.Parse(fields[0], CultureInfo.InvariantCulture), long.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The volume on which the file lies.</summary>
    public static string Volume(string file) => Run("stat", OperatingSystem.IsMacOS() ? ["-f", "%d", file] : ["-c", "%d", file]);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
