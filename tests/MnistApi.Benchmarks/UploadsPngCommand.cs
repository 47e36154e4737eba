using System.Diagnostics;
using System.Globalization;
using MnistApi.DrawnUploads;

namespace MnistApi.Benchmarks;

/// <summary>
/// Writes drawn uploads as PNG files, for people to look at and for other tools to read. Uploads of the test part are never written.
/// </summary>
internal static class UploadsPngCommand
{
    private const int DefaultCount = 20;

    /// <param name="directory">Receives <c>style/index_label.png</c> and <c>non-digits/kind/index.png</c>.</param>
    /// <param name="count">How many to draw of each style and kind.</param>
    public static int Run(string directory, string? count = null)
    {
        var each = count is null ? DefaultCount : int.Parse(count, CultureInfo.InvariantCulture);
        foreach (var style in DigitUploads.Styles)
        {
            Write(style.ToString(), index => DigitUploads.Draw(style, UploadPart.Work, 0, index),
                (upload, index) => Path.Combine(directory, style.ToString(), $"{index:D4}_{upload.Label}.png"), each);
        }

        foreach (var kind in NonDigitUploads.Kinds)
        {
            Write(kind.ToString(), index => NonDigitUploads.Draw(kind, UploadPart.Work, 0, index),
                (_, index) => Path.Combine(directory, "non-digits", kind.ToString(), $"{index:D4}.png"), each);
        }

        return 0;
    }

    private static void Write(string name, Func<int, DrawnUpload> draw, Func<DrawnUpload, int, string> path, int count)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path(draw(0), 0))!);
        var started = Stopwatch.GetTimestamp();
        var uploads = Enumerable.Range(0, count).AsParallel().AsOrdered().Select(draw).ToArray();
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds / count;
        for (var index = 0; index < count; index++) File.WriteAllBytes(path(uploads[index], index), uploads[index].ToPng());
        Report.Progress($"{name}: drew {count} images in {milliseconds:F1} ms each, on all processors");
    }
}
