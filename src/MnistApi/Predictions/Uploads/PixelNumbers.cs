using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using MnistApi.Imaging.Normalization;
using MnistApi.Training.Data;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads images out of JSON numbers.</summary>
internal static class PixelNumbers
{
    private const string Expected = "The field pixels must be 28 rows of 28 whole numbers from 0 (paper) to 255 (ink), or one list of 784";

    /// <summary>The image of a request, or the problem with it.</summary>
    public static (Upload? Upload, ProblemHttpResult? Problem) Read(JsonImages.ImageRequest request, NormalizationMode normalization)
    {
        var (pixels, fault) = Read(request.Pixels);
        return pixels is null ? (null, ImageForm.Invalid("pixels", fault!)) : (Upload.OfPixels(pixels, normalization), null);
    }

    /// <returns>[28, 28] row by row, or what is wrong.</returns>
    public static (byte[]? Pixels, string? Fault) Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return (null, $"{Expected}. It is {Show(value)}.");
        if (value.GetArrayLength() == ImageSet.PixelsPerImage) return ReadList(value, "pixels");
        if (value.GetArrayLength() != ImageSet.Side) return (null, $"{Expected}. It has {value.GetArrayLength()} entries.");

        var pixels = new byte[ImageSet.PixelsPerImage];
        for (var row = 0; row < ImageSet.Side; row++)
        {
            if (value[row].ValueKind != JsonValueKind.Array || value[row].GetArrayLength() != ImageSet.Side)
                return (null, $"{Expected}. pixels[{row}] is {(value[row].ValueKind == JsonValueKind.Array ? $"a list of {value[row].GetArrayLength()}" : Show(value[row]))}.");
            var (numbers, fault) = ReadList(value[row], $"pixels[{row}]");
            if (numbers is null) return (null, fault);
            numbers.CopyTo(pixels, row * ImageSet.Side);
        }

        return (pixels, null);
    }

    /// <summary>A value for messages, cut off where it is long.</summary>
    public static string Show(JsonElement value) => value.GetRawText() is { Length: <= 40 } text ? text : $"{value.GetRawText()[..40]}…";

    private static (byte[]? Numbers, string? Fault) ReadList(JsonElement list, string name)
    {
        var numbers = new byte[list.GetArrayLength()];
        var i = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || element.GetDouble() is < 0 or > 255 || element.GetDouble() % 1 != 0)
                return (null, $"{Expected}. {name}[{i}] is {Show(element)}.");
            numbers[i++] = (byte)element.GetDouble();
        }

        return (numbers, null);
    }
}
