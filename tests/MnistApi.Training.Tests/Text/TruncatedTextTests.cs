using MnistApi.Training.Text;

namespace MnistApi.Training.Tests.Text;

public sealed class TruncatedTextTests
{
    [Theory]
    [InlineData("", 1, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc…")]
    [InlineData("a\r\n\0b", 5, "a???b")]
    [InlineData("\tabcd", 2, "?a…")]
    public void A_long_text_ends_with_an_ellipsis_and_control_characters_are_replaced(string text, int maxLength, string expected)
    {
        Assert.Equal(expected, TruncatedText.Of(text, maxLength));
    }

    [Theory]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("ab😀c", 4, "ab😀…")]
    [InlineData("ab😀c", 3, "ab…")]
    [InlineData("😀", 1, "…")]
    public void A_surrogate_pair_is_kept_or_dropped_as_a_whole(string text, int maxLength, string expected)
    {
        Assert.Equal(expected, TruncatedText.Of(text, maxLength));
    }

    [Fact]
    public void Half_a_surrogate_pair_counts_as_a_character()
    {
        Assert.Equal("ab\ud83d…", TruncatedText.Of("ab\ud83dc", 3));
    }

    [Fact]
    public void One_hundred_characters_are_kept_by_default()
    {
        Assert.Equal(new string('x', 100), TruncatedText.Of(new string('x', 100)));
        Assert.Equal(new string('x', 100) + "…", TruncatedText.Of(new string('x', 101)));
    }

    [Fact]
    public void A_length_below_one_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedText.Of("abc", 0));
    }
}
