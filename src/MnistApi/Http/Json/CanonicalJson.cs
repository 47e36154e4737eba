using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MnistApi.Http.Json;

/// <summary>
/// Computes a checksum of the values of JSON. The order of fields, white space, escapes and the spelling of numbers (<c>0.10</c>,
/// <c>1e-1</c>) do not affect it. No object has the same field twice, because the service refuses such bodies before.
/// </summary>
internal static class CanonicalJson
{
    /// <returns>The SHA-256 in lower-case hexadecimal.</returns>
    public static string Sha256(JsonElement json)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text)) Write(writer, json);
        return Convert.ToHexStringLower(SHA256.HashData(text.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var fields = value.EnumerateObject().Select(property => (Name: NameOf(property), property.Value));
                foreach (var (name, member) in fields.OrderBy(field => field.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(TextOf(value));
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(value.GetRawText()), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>
    /// Formats a number exactly, as digits without leading or trailing zeros and a power of ten: <c>-1250.0</c> is <c>-125e1</c>.
    /// </summary>
    internal static string Number(string text)
    {
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0L;
        if (mark >= 0 && !long.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return text;

        var mantissa = (mark < 0 ? text : text[..mark]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0) return "0";

        var sign = text[0] == '-' ? "-" : "";
        var power = (Int128)exponent - fraction + digits.Length - significant.Length;
        return $"{sign}{significant}e{power}";
    }

    /// <summary>The text; the bytes of the body if the text has half of a surrogate pair, which cannot be decoded.</summary>
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }
}
