using MnistApi.Imaging;
using MnistApi.Imaging.Rendering;

namespace MnistApi.Tests.Imaging.Decoding;

public sealed class ImageSignatureTests
{
    [Fact]
    public void The_content_decides_the_format()
    {
        (byte[] File, ImageFormat Format)[] files =
        [
            (PngImage.Encode(new byte[4], 2, 2), ImageFormat.Png),
            (SampleImages.Jpeg, ImageFormat.Jpeg),
            (SampleImages.LossyWebp, ImageFormat.Webp),
            (HandMadeGif.Encode(1, 1, [(1, 2, 3)], -1, (0, 0, 1, 1, [0])), ImageFormat.Gif),
            (HandMadeBmp.Encode(1, 1, 24, (_, _) => 0), ImageFormat.Bmp),
        ];

        Assert.All(files, file => Assert.Equal(file.Format, TestDecoder.Instance.ReadHeader(file.File).Format));
        Assert.All(files, file => Assert.Equal(file.Format, TestDecoder.Decode(file.File).Header.Format));
    }
}
