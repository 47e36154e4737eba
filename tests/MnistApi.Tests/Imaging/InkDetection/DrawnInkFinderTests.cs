using System.Collections.Concurrent;
using MnistApi.DrawnUploads;
using MnistApi.Imaging;
using MnistApi.Imaging.InkDetection;
using MnistApi.Imaging.InkDetection.Planes;
using MnistApi.Imaging.Normalization;
using MnistApi.ModelRegistry.Builtin;
using MnistApi.Predictions.Recognition;
using MnistApi.Training.Inference;

namespace MnistApi.Tests.Imaging.InkDetection;

public sealed class DrawnInkFinderTests
{
    private const int UploadsPerStyle = 200;
    private const double MaxMeanDifference = 6; // levels of 255, between the 28x28 pixels of both ways
    private const float Sure = 0.8f; // Below, a rounding error may decide between two digits.

    private static readonly Predictor Builtin = new(BuiltinModel.Read().File);

    /// <summary>Drawings on screens, with the least share that must take the direct way.</summary>
    public static TheoryData<UploadStyle, double> CleanStyles => new()
    {
        { UploadStyle.DrawingPad, 0.9 },
        { UploadStyle.PaintProgram, 0.9 },
        { UploadStyle.PaintProgramWithoutAntialiasing, 0.9 },
        { UploadStyle.ThinLine, 0.8 },
        { UploadStyle.ThickMarker, 0.8 },
        { UploadStyle.TinyDigit, 0.9 },
        { UploadStyle.DarkMode, 0.25 },
        { UploadStyle.BoldCanvas, 0.85 },
    };

    [Theory]
    [MemberData(nameof(CleanStyles))]
    public void Drawings_take_the_direct_way_and_get_the_answer_of_the_whole_way(UploadStyle style, double leastShare)
    {
        var differences = new ConcurrentBag<double>();
        var others = new ConcurrentBag<string>();
        Parallel.For(0, UploadsPerStyle, index =>
        {
            var upload = DigitUploads.Draw(style, UploadPart.Work, seed: 3, index);
            var raster = DrawnRaster.Of(upload);
            var region = new InkBox(0, 0, raster.Width, raster.Height);
            using var memory = new PlaneMemory();
            if (DrawnInkFinder.Find(raster, region, isInkDark: null, memory) is not { } drawn) return;

            var direct = DigitNormalizer.Of(raster, drawn);
            var whole = DigitNormalizer.Of(raster, InkFinder.FindOnAnyPaper(raster, memory));
            differences.Add(direct.Pixels.Zip(whole.Pixels, (a, b) => Math.Abs(a - b)).Average());
            var (a, b) = (Recognize(direct), Recognize(whole));
            if (a.Digit != b.Digit && Math.Max(a.Confidence, b.Confidence) >= Sure) others.Add($"{index}: {a} instead of {b}");
        });

        Assert.Empty(others);
        Assert.InRange(differences.Count, leastShare * UploadsPerStyle, UploadsPerStyle);
        Assert.InRange(differences.Average(), 0, MaxMeanDifference);
    }

    private static TopPrediction Recognize(DigitImage image) =>
        RecognizedImage.Of([image], Builtin.Predict(RecognizedImage.PixelsOf([image])))[0].Top;
}
