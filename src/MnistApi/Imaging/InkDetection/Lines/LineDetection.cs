using MnistApi.Imaging.InkDetection.Planes;

namespace MnistApi.Imaging.InkDetection.Lines;

/// <summary>
/// Finds nearly horizontal lines with the Hough transform. Its time does not depend on the number of lines, so a page of noise takes no
/// longer than a page of lines.
/// </summary>
internal static class LineDetection
{
    private const int MaxLines = 80;

    /// <summary>Returns the lines, the clearest one first. No line crosses another.</summary>
    /// <param name="darkness">[height, width], 0 (paper) to 1.</param>
    /// <param name="noise">The standard deviation of the noise on the paper.</param>
    /// <param name="thickness">The greatest thickness of a line in pixels.</param>
    /// <param name="coverage">The share of the plane's width over which a line must be visible, 0 to 1.</param>
    public static IReadOnlyList<RuledLine> Find(PixelPlane darkness, float noise, int thickness, double coverage)
    {
        var (width, height) = (darkness.Width, darkness.Height);
        var least = (int)Math.Ceiling(coverage * width);
        var found = new List<RuledLine>();
        using var thin = ThinPixels.Of(darkness, noise, thickness);
        if (thin.Count < least) return found; // Not enough for the shortest line.

        var votes = LineVotes.Of(thin);
        foreach (var i in votes.IndicesFrom(least).OrderByDescending(i => votes[i]))
        {
            var line = votes.LineAt(i);
            if (found.TrueForAll(other => !line.Meets(other, thickness))) found.Add(line);
            if (found.Count == MaxLines) break;
        }

        return found;
    }
}
