using System.Numerics;
using MnistApi.DrawnUploads.Camera;
using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Scans and faxes.</summary>
internal static class ScanScenes
{
    /// <summary>A picture with a side of 28 to 48 pixels.</summary>
    public static Canvas LowResolution(Subject subject, ref SeededRandom random)
    {
        var isDark = random.NextInt32(2) == 0;
        var page = Layout.Page(
            300,
            400,
            isDark ? new Vector3(random.NextSingle(0, 30)) : new Vector3(random.NextSingle(215, 255)),
            ref random);
        var layout = Layout.Around(page, subject, 0.6f, 0.85f, ref random);
        page.Lay(layout.Write(page, subject, Tool.Ballpoint, random.NextSingle(0.07f, 0.13f), ref random), new Vector3(isDark ? 245 : 25));
        var longest = random.NextInt32(3) == 0 ? 28 : random.NextSingle(24, 48);
        var small = Resolution.Shrink(page, Math.Min(1, longest / Math.Max(page.Width, page.Height) + 1e-4f));
        SensorNoise.Add(small, random.NextSingle(0, 4), 0, ref random);
        return small;
    }

    /// <summary>A flatbed scan with dust, hairs and print that shows through.</summary>
    public static Canvas SpeckledScan(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(200, 1000, new Vector3(random.NextSingle(228, 255)), ref random);
        var layout = Layout.Around(page, subject, 0.25f, 0.7f, ref random);
        page.Lay(
            layout.Write(page, subject, Tool.Ballpoint, random.NextSingle(0.035f, 0.1f), ref random, thinnest: 1.5f),
            Palette.Ballpoint(ref random),
            0.95f);
        Specks(page, layout.Unit, 5 + random.NextInt32(60), new Vector3(random.NextSingle(20, 140)), ref random);
        Blur.Focus(page, random.NextSingle(0.2f, 0.7f));
        SensorNoise.Add(page, random.NextSingle(0, 4), 0, ref random);
        return page;
    }

    /// <summary>Black and white only, with ragged edges and specks.</summary>
    public static Canvas Fax(Subject subject, ref SeededRandom random)
    {
        var page = Layout.Page(150, 800, new Vector3(240), ref random);
        var layout = Layout.Around(page, subject, 0.3f, 0.75f, ref random);
        page.Lay(layout.Write(page, subject, Tool.Ballpoint, random.NextSingle(0.05f, 0.12f), ref random, thinnest: 2), Palette.Black);
        Specks(page, layout.Unit, random.NextInt32(40), Palette.Black, ref random);
        SensorNoise.Add(page, random.NextSingle(10, 60), 0, ref random);
        Blur.Focus(page, 0.8f);
        var threshold = random.NextSingle(110, 150);
        page.Change((_, _, colour) => colour.X < threshold ? Palette.Black : Palette.White);
        return page;
    }

    /// <summary>Adds dots and hairs that are much smaller than the digit.</summary>
    private static void Specks(Canvas page, float unit, int count, Vector3 colour, ref SeededRandom random)
    {
        var specks = new Ink(page.Width, page.Height);
        for (var i = 0; i < count; i++)
        {
            var at = page.Size * new Vector2(random.NextSingle(), random.NextSingle());
            var length = random.NextInt32(8) == 0 ? 0.06f * unit : 0;
            specks.Line(
                at,
                at + length * new Vector2(random.NextGaussian(), random.NextGaussian()),
                Math.Max(1, unit * random.NextSingle(0.002f, 0.02f)),
                View.Flat);
        }

        page.Lay(specks, colour);
    }
}
