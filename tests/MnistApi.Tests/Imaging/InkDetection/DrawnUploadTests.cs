using MnistApi.DrawnUploads;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Inference;

namespace MnistApi.Tests.Imaging.InkDetection;

/// <summary>
/// The whole way from the pixels of an upload to the verdict, with the model that ships with the service. The uploads are the validation
/// part of the drawn collection, which development decisions are based on.
/// </summary>
public sealed class DrawnUploadTests
{
    private const int EachStyle = 10, EachKind = 50;
    private const double LeastRecognized = 0.965, MostTurnedAway = 0.03, MostSureNonDigits = 0.1;
    private const int LeastRecognizedOfStyle = 8;

    private readonly Predictor _predictor =
        new(ModelFile.Read(File.ReadAllBytes(Repository.PathOf("src/MnistApi/ModelRegistry/Builtin/builtin.safetensors"))));

    [Fact]
    public void Digits_on_every_kind_of_ground_are_recognized_and_hardly_any_is_turned_away()
    {
        var styles = DigitUploads.Styles.ToDictionary(style => style, AskDigits);

        UploadAnswer[] all = [.. styles.Values.SelectMany(answers => answers)];
        var (recognized, turnedAway) = (Share(all, answer => answer.IsRecognized), Share(all, answer => answer.IsTurnedAway));
        var counts = styles.Select(style => (style.Key, Recognized: style.Value.Count(answer => answer.IsRecognized)));
        var poor = counts.Where(style => style.Recognized < LeastRecognizedOfStyle);
        Assert.True(
            recognized >= LeastRecognized && turnedAway <= MostTurnedAway && !poor.Any(),
            $"{recognized:P1} recognized, {turnedAway:P1} turned away; of {EachStyle}: {string.Join(", ", poor)}");
    }

    [Fact]
    public void Few_uploads_without_a_digit_are_taken_for_one_with_confidence()
    {
        var kinds = NonDigitUploads.Kinds.ToDictionary(kind => kind, AskNonDigits);

        var sure = Share([.. kinds.Values.SelectMany(answers => answers)], answer => answer.IsSureDigit);
        var counts = kinds.Select(kind => (kind.Key, kind.Value.Count(answer => answer.IsSureDigit)));
        Assert.True(sure <= MostSureNonDigits, $"{sure:P1}; of {EachKind}: {string.Join(", ", counts)}");
    }

    private UploadAnswer[] AskDigits(UploadStyle style) =>
        Ask(EachStyle, index => DigitUploads.Draw(style, UploadPart.Validation, seed: 0, index));

    private UploadAnswer[] AskNonDigits(NonDigitUploadKind kind) =>
        Ask(EachKind, index => NonDigitUploads.Draw(kind, UploadPart.Validation, seed: 0, index));

    private UploadAnswer[] Ask(int count, Func<int, DrawnUpload> draw) =>
        [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(index => UploadAnswer.Of(_predictor, draw(index)))];

    private static double Share(UploadAnswer[] answers, Func<UploadAnswer, bool> condition) =>
        (double)answers.Count(condition) / answers.Length;
}
