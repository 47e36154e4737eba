namespace MnistApi.Imaging;

/// <summary>The one place that knows which image library the build has; see the property <c>ImageLibrary</c> of the project.</summary>
internal static class ImageDecoders
{
    public static IImageDecoder Create(ImageLimits limits) =>
#if IMAGESHARP
        new ImageSharpDecoder(limits);
#else
        new SkiaImageDecoder(limits);
#endif
}
