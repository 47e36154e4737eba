using MnistApi.DrawnUploads;
using MnistApi.Imaging;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;
using MnistApi.Training.Networks;

namespace MnistApi.Tests.Imaging;

/// <summary>The whole way from an upload to a digit, with the model that the service brings along, on the part of the drawn collection that choices are made by.</summary>
public sealed class DrawnUploadTests
{
    private const int EachStyle = 10;

    [Fact]
    public void Digits_on_every_kind_of_ground_are_recognized()
    {
        using var predictor = new Predictor(ModelFile.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "src", "MnistApi", "Models", "Builtin", "builtin.safetensors"))));
        var styles = DigitUploads.Styles.ToDictionary(style => style, style => Enumerable.Range(0, EachStyle).AsParallel().Count(index => IsRecognized(predictor, style, index)));

        Assert.True(styles.Values.Sum() >= 0.93 * EachStyle * styles.Count, $"{styles.Values.Sum()} of {EachStyle * styles.Count}");
        Assert.All(styles, style => Assert.True(style.Value >= EachStyle / 2, $"{style.Key}: {style.Value} of {EachStyle}"));
    }

    private static bool IsRecognized(Predictor predictor, UploadStyle style, int index)
    {
        var upload = DigitUploads.Draw(style, UploadPart.Validation, seed: 0, index);
        var image = DigitImage.FromUpload(new ImageRaster(new ImageHeader(ImageFormat.Png, upload.Width, upload.Height), upload.Width, upload.Height, upload.Rgb, upload.Alpha));
        return Softmax.ArgMax(predictor.Predict(image.Pixels)[0]) == upload.Label;
    }
}
