using MnistApi.Imaging.Rendering;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Explanations;

/// <summary>Draws heat over what the model saw.</summary>
internal static class HeatOverlay
{
    private const int Scale = 10;
    private const int Side = Scale * ImageSet.Side;
    private const double Gray = 0.75;      // Of white ink: bright enough to be seen through the colours, dark enough to see them.
    private const double Strongest = 0.85; // Share of the colour where the heat is greatest.

    private static readonly double[] For = [255, 30, 20];
    private static readonly double[] Against = [30, 110, 255];

    /// <summary>280x280 pixels, as a PNG data URI.</summary>
    /// <param name="pixels">[28, 28] row by row.</param>
    /// <param name="heat">[28][28].</param>
    public static string Draw(byte[] pixels, double[][] heat)
    {
        var greatest = heat.Max(row => row.Max(value => Math.Abs(value)));
        var rgb = new byte[3 * Side * Side];
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var value = greatest == 0 ? 0 : heat[y / Scale][x / Scale] / greatest;
                var (colour, share) = (value > 0 ? For : Against, Strongest * Math.Abs(value));
                var gray = Gray * pixels[y / Scale * ImageSet.Side + x / Scale];
                for (var c = 0; c < 3; c++) rgb[3 * (y * Side + x) + c] = (byte)Math.Round((1 - share) * gray + share * colour[c]);
            }
        }

        return PngImage.DataUri(PngImage.EncodeRgb(rgb, Side, Side));
    }
}
