using System.Text;
using MnistApi.Imaging.Decoding;
using MnistApi.Imaging.Decoding.Formats;
using MnistApi.Imaging.Rendering;

namespace MnistApi.Tests.Imaging.Decoding;

/// <summary>Files that are not images, cut off or damaged.</summary>
public sealed class ImageRefusalTests
{
    private static readonly ImageDecoder Decoder = TestDecoder.Instance;

    [Fact]
    public void No_bytes_are_an_empty_image()
    {
        Assert.Equal(ImageRejection.Empty, TestDecoder.Refuse([]).Reason);
        Assert.Equal(ImageRejection.Empty, Assert.Throws<ImageRejectedException>(() => Decoder.ReadHeader([])).Reason);
    }

    [Theory]
    [InlineData("a digit, I promise")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("B")]
    [InlineData("II*\0\b\0\0\0")] // TIFF, as which a library may read raw photos
    [InlineData("\0\0\u0001\0\u0001\0")] // an icon
    public void Other_bytes_are_not_an_image(string file)
    {
        var refused = TestDecoder.Refuse(Encoding.Latin1.GetBytes(file));

        Assert.Equal(ImageRejection.NotAnImage, refused.Reason);
        Assert.Contains("PNG", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("89504E470D0A1A0A")]
    [InlineData("FFD8FF")]
    [InlineData("FFD8FFE000104A464946000101")]
    [InlineData("524946460000000057454250")]
    [InlineData("474946383961")]
    [InlineData("424D")]
    [InlineData("424DFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void A_signature_alone_is_a_corrupt_image(string hex)
    {
        Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(Convert.FromHexString(hex)).Reason);
    }

    [Theory]
    [MemberData(nameof(ValidImages.Names), MemberType = typeof(ValidImages))]
    public void A_file_cut_off_anywhere_is_refused(string name)
    {
        var file = ValidImages.Get(name);
        var whole = Decoder.Decode(file, 100);

        for (var length = 12; length < file.Length; length++)
        {
            // A GIF is read without its trailer. Of an animation, the first frame is enough, so a cut between frames does no harm.
            if (name.StartsWith("gif", StringComparison.Ordinal) && HandMadeGif.EndsAfterFrame(file, length)) continue;
            // A JPEG is read without its end marker, as long as no pixel is missing.
            if (name.StartsWith("jpeg", StringComparison.Ordinal) && DecodesAlike(file[..length])) continue;
            Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(file[..length]).Reason);
        }

        bool DecodesAlike(byte[] cut)
        {
            try
            {
                return Decoder.Decode(cut, 100).Rgb().SequenceEqual(whole.Rgb());
            }
            catch (ImageRejectedException)
            {
                return false;
            }
        }
    }

    [Theory]
    [MemberData(nameof(ValidImages.Names), MemberType = typeof(ValidImages))]
    public void Bytes_after_the_end_do_not_matter(string name)
    {
        byte[] file = ValidImages.Get(name);

        Assert.Equal(Decoder.Decode(file, 100).Rgb(), Decoder.Decode([.. file, .. "and more"u8], 100).Rgb());
    }

    [Fact]
    public void A_png_with_a_damaged_pixel_is_refused()
    {
        var png = PngImage.Encode(new byte[100 * 100], 100, 100);
        png[^20] ^= 0x55; // within the compressed pixels

        Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(png).Reason);
    }

    [Fact]
    public void A_png_with_fewer_rows_than_it_states_is_refused()
    {
        var png = HandMadePng.Encode(50, 40, 8, HandMadePng.Gray, (x, y) => [x + y], isInterlaced: false);
        var taller = HandMadePng.Encode(50, 41, 8, HandMadePng.Gray, (x, y) => [x + y], isInterlaced: false);
        taller.AsSpan(0, 33).CopyTo(png); // signature and header

        Assert.Equal(ImageRejection.Corrupt, TestDecoder.Refuse(png).Reason);
    }
}
