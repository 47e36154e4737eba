using System.Globalization;
using MnistApi.DrawnUploads;
using MnistApi.Imaging;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;

namespace MnistApi.Benchmarks;

internal static class VerdictsCommand
{
    public static int Dump(string model, string part, int each)
    {
        var p = Enum.Parse<UploadPart>(part);
        using var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(model)));
        foreach (var style in DigitUploads.Styles)
            Parallel.For(0, each, i => Row($"D/{style}/{i}", DigitUploads.Draw(style, p, 0, i), predictor));
        foreach (var kind in NonDigitUploads.Kinds)
            Parallel.For(0, each * 2, i => Row($"N/{kind}/{i}", NonDigitUploads.Draw(kind, p, 0, i), predictor));
        return 0;
    }

    private static void Row(string name, DrawnUpload u, Predictor predictor)
    {
        var raster = new ImageRaster(new ImageHeader(ImageFormat.Png, u.Width, u.Height), u.Width, u.Height, u.Rgb, u.Alpha);
        var image = DigitImage.FromUpload(raster);
        var all = predictor.Predict(new[] { image.Pixels }.Concat(image.Others.Select(o => o.Pixels)).SelectMany(x => x).ToArray());
        var k = image.Ink;
        string F(double v) => v.ToString("R", CultureInfo.InvariantCulture);
        lock (predictor)
            Console.WriteLine(string.Join('\t', name, u.Label?.ToString() ?? "-", u.Width, u.Height, k is null ? 0 : 1, k?.Box.X ?? 0, k?.Box.Y ?? 0, k?.Box.Width ?? 0, k?.Box.Height ?? 0,
                F(k?.StrokeWidth / k?.Scale ?? 0), F(k?.Contrast ?? 0), k?.TouchesBorder ?? false, k?.ShapeCount ?? 0, F(all[0].Max()), Array.IndexOf(all[0], all[0].Max()),
                image.Pixels.Count(x => x > 127),
                string.Join(';', image.Others.Select((o, i) => $"{o.Ink.Box.X},{o.Ink.Box.Y},{o.Ink.Box.Width},{o.Ink.Box.Height},{F(all[i + 1].Max())},{Array.IndexOf(all[i + 1], all[i + 1].Max())},{(o.Ink.TouchesBorder ? 1 : 0)},{F(o.Ink.StrokeWidth / o.Ink.Scale)}"))));
    }
}
