using MnistApi.DrawnUploads.Scenes;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads;

/// <summary>
/// Uploads that show no digit or more than one, on the same grounds and through the same camera as <see cref="DigitUploads"/>.
/// </summary>
public static class NonDigitUploads
{
    private const long Purpose = 0x0D16B10AD;

    /// <summary>All kinds, in the order in which reports list them.</summary>
    public static IReadOnlyList<NonDigitUploadKind> Kinds { get; } = Enum.GetValues<NonDigitUploadKind>();

    /// <summary>
    /// Draws upload <paramref name="index"/> of the endless series of a kind, in any style. The same arguments give the same bytes.
    /// </summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="part">The part of the collection; parts share no upload.</param>
    /// <param name="seed">Selects the series.</param>
    /// <param name="index">The index in the series, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative, or the kind does not exist.</exception>
    public static DrawnUpload Draw(NonDigitUploadKind kind, UploadPart part, long seed, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);

        var random = new SeededRandom(Purpose, (long)part, seed, (long)kind, index);
        if (kind == NonDigitUploadKind.Noise) return DigitUploads.Finish(OtherScenes.Noise(ref random), null, kind, null);
        if (kind == NonDigitUploadKind.OtherPhoto) return DigitUploads.Finish(OtherScenes.Photo(ref random), null, kind, null);

        var style = DigitUploads.Styles[random.NextInt32(DigitUploads.Styles.Count)];
        var subject = SubjectOf(kind, ref random);
        return DigitUploads.Finish(DigitUploads.SceneOf(style)(subject, ref random), style, kind, null);
    }

    private static Subject SubjectOf(NonDigitUploadKind kind, ref SeededRandom random) => kind switch
    {
        NonDigitUploadKind.Blank => Subject.Nothing,
        NonDigitUploadKind.Letter => Subjects.Letter(ref random),
        NonDigitUploadKind.Symbol => Subjects.Symbol(ref random),
        NonDigitUploadKind.Shape => Subjects.Shape(ref random),
        NonDigitUploadKind.Scribble => Subjects.Scribble(ref random),
        NonDigitUploadKind.SeveralDigits => Subjects.Digits(touching: false, ref random),
        NonDigitUploadKind.TouchingDigits => Subjects.Digits(touching: true, ref random),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
