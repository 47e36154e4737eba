namespace MnistApi.Training.Text;

/// <summary>Makes text of unknown origin fit for one line of a message.</summary>
public static class TruncatedText
{
    /// <summary>The number of characters that a message quotes unless the caller says otherwise.</summary>
    public const int DefaultLength = 100;

    /// <summary>
    /// The text with a question mark in place of each control character. A text that is too long ends with an ellipsis. A surrogate pair is
    /// kept or dropped as a whole.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">The most UTF-16 code units that are kept, at least 1. The ellipsis comes on top.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static string Of(string text, int maxLength = DefaultLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        return text.Length <= maxLength ? Printable(text) : $"{Printable(text.AsSpan(0, WholeCharacters(text, maxLength)))}…";
    }

    private static int WholeCharacters(string text, int length) => char.IsSurrogatePair(text, length - 1) ? length - 1 : length;

    private static string Printable(ReadOnlySpan<char> text) => string.Create(text.Length, text, (printable, source) =>
    {
        for (var i = 0; i < source.Length; i++) printable[i] = char.IsControl(source[i]) ? '?' : source[i];
    });
}
