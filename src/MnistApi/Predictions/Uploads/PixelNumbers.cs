using System.Text.Json;
using MnistApi.Training.Data;
using MnistApi.Training.Text;

namespace MnistApi.Predictions.Uploads;

/// <summary>Reads images from JSON numbers.</summary>
internal static class PixelNumbers
{
    /// <summary>The number of characters that a message quotes of a value.</summary>
    public const int QuotedLength = 40;

    private const string Field = "pixels";
    private const string Expected = "The field pixels must be 28 rows of 28 whole numbers from 0 (paper) to 255 (ink), or one list of 784";

    /// <returns>[28, 28] row by row, 0 (paper) to 255 (ink).</returns>
    /// <exception cref="UploadException">The value is something else.</exception>
    public static byte[] Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) throw Unexpected($"It is {Quote(value)}");
        if (value.GetArrayLength() == ImageSet.PixelsPerImage) return ReadList(value, Field);
        if (value.GetArrayLength() != ImageSet.Side) throw Unexpected($"It has {value.GetArrayLength()} entries");
        return [.. value.EnumerateArray().SelectMany(ReadRow)];
    }

    private static byte[] ReadRow(JsonElement row, int index)
    {
        if (row.ValueKind != JsonValueKind.Array) throw Unexpected($"{Field}[{index}] is {Quote(row)}");
        if (row.GetArrayLength() != ImageSet.Side) throw Unexpected($"{Field}[{index}] is a list of {row.GetArrayLength()}");
        return ReadList(row, $"{Field}[{index}]");
    }

    private static byte[] ReadList(JsonElement list, string name)
    {
        var numbers = new byte[list.GetArrayLength()];
        var i = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || element.GetDouble() is < 0 or > 255 || element.GetDouble() % 1 != 0)
                throw Unexpected($"{name}[{i}] is {Quote(element)}");
            numbers[i++] = (byte)element.GetDouble();
        }

        return numbers;
    }

    private static UploadException Unexpected(string found) => UploadException.OfField(Field, $"{Expected}. {found}.");

    private static string Quote(JsonElement value) => TruncatedText.Of(value.GetRawText(), QuotedLength);
}
