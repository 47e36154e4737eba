using MnistApi.Training.Data;
using MnistApi.Training.Data.Synthetic;

namespace MnistApi.Training.Tests.Data.Synthetic;

public sealed class NonDigitsTests
{
    [Fact]
    public void The_same_seed_draws_the_same_bytes_and_another_seed_others()
    {
        var first = NonDigits.Draw(seed: 5, count: 200);

        Assert.Equal(first.Pixels.ToArray(), NonDigits.Draw(seed: 5, count: 200).Pixels.ToArray());
        Assert.Equal(first.Kinds, NonDigits.Draw(seed: 5, count: 200).Kinds);
        Assert.NotEqual(first.Pixels.ToArray(), NonDigits.Draw(seed: 6, count: 200).Pixels.ToArray());
    }

    [Fact]
    public void An_image_depends_on_its_index_and_not_on_how_many_are_drawn()
    {
        var many = NonDigits.Draw(seed: 5, count: 60);

        var few = NonDigits.Draw(seed: 5, count: 7, firstIndex: 33);

        Assert.Equal(many.Pixels.Slice(33 * 784, 7 * 784).ToArray(), few.Pixels.ToArray());
        Assert.Equal(many.Kinds.Skip(33).Take(7), few.Kinds);
        Assert.Equal(ImageOf(many, 34), ImageOf(few, 1));
    }

    [Fact]
    public void Every_kind_is_there()
    {
        var set = NonDigits.Draw(seed: 5, count: 2000);

        Assert.Equal(2000, set.Count);
        Assert.All(Enum.GetValues<NonDigitKind>(), kind => Assert.InRange(set.Kinds.Count(other => other == kind), 15, 500));
    }

    [Fact]
    public void Everything_that_is_drawn_in_ink_is_normalized_as_uploads_are()
    {
        var set = NonDigits.Draw(seed: 5, count: 2000);

        foreach (var i in Enumerable.Range(0, set.Count).Where(i => set.Kinds[i] is not (NonDigitKind.Noise or NonDigitKind.NearlyBlank)))
        {
            var image = ImageOf(set, i);
            var lit = Enumerable.Range(0, image.Length).Where(p => image[p] > 0).ToArray();
            Assert.InRange(lit.Max(p => p % 28) - lit.Min(p => p % 28) + 1, 1, 20);
            Assert.InRange(lit.Max(p => p / 28) - lit.Min(p => p / 28) + 1, 1, 20);
            Assert.InRange(image.Max(), 150, 255);
        }
    }

    [Fact]
    public void Nearly_blank_paper_has_hardly_any_ink_and_all_else_has_some()
    {
        var set = NonDigits.Draw(seed: 5, count: 2000);
        var ink = Enumerable.Range(0, set.Count)
            .Select(i => (Kind: set.Kinds[i], Sum: ImageOf(set, i).Sum(pixel => pixel / 255.0)))
            .ToList();

        Assert.All(ink.Where(image => image.Kind == NonDigitKind.NearlyBlank), image => Assert.InRange(image.Sum, 0, 40));
        Assert.Contains(ink, image => image.Sum == 0);
        Assert.All(
            ink.Where(image => image.Kind is not (NonDigitKind.NearlyBlank or NonDigitKind.Noise)),
            image => Assert.InRange(image.Sum, 3, 400));
    }

    [Fact]
    public void Several_digits_are_wider_than_high()
    {
        var set = NonDigits.Draw(seed: 5, count: 2000);
        var shapes = Enumerable.Range(0, set.Count).Where(i => set.Kinds[i] == NonDigitKind.SeveralDigits).Select(i =>
        {
            var image = ImageOf(set, i);
            var lit = Enumerable.Range(0, image.Length).Where(p => image[p] > 0).ToArray();
            return (Width: lit.Max(p => p % 28) - lit.Min(p => p % 28), Height: lit.Max(p => p / 28) - lit.Min(p => p / 28));
        }).ToList();

        Assert.True(shapes.Count(shape => shape.Width > shape.Height) > 0.6 * shapes.Count);
    }

    [Fact]
    public void Nothing_can_be_drawn() => Assert.Equal(0, NonDigits.Draw(seed: 5, count: 0).Count);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, -1)]
    [InlineData(2, int.MaxValue)]
    public void Counts_and_indices_out_of_range_are_refused(int count, int firstIndex) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NonDigits.Draw(seed: 5, count, firstIndex));

    private static byte[] ImageOf(NonDigitSet set, int index) =>
        set.Pixels.Slice(index * ImageSet.PixelsPerImage, ImageSet.PixelsPerImage).ToArray();
}
