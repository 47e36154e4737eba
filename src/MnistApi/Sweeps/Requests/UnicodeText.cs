using System.Text.Json;

namespace MnistApi.Sweeps.Requests;

/// <summary>Checks the texts in a JSON value.</summary>
internal static class UnicodeText
{
    /// <summary>Whether all texts in the value are Unicode. A text with an unpaired surrogate is not.</summary>
    public static bool IsValid(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(field => IsValid(field.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(IsValid),
                JsonValueKind.String => value.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
