using MnistApi.Training.Text;

namespace MnistApi.Training.Tests.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["epochs", "batchSize", "optimizer"];

    [Theory]
    [InlineData("epoch", "epochs")]
    [InlineData("Epochs", "epochs")]
    [InlineData("batchsize", "batchSize")]
    [InlineData("optimiser", "optimizer")]
    [InlineData("optmzer", "optimizer")]
    public void A_misspelt_name_has_a_nearest_one(string name, string expected)
    {
        Assert.Equal(expected, NearestName.Of(name, Known));
    }

    [Theory]
    [InlineData("learningRate")]
    [InlineData("")]
    [InlineData("epochsepochsepochsepochsepochsepochsepoch")]
    public void Another_name_has_none(string name)
    {
        Assert.Null(NearestName.Of(name, Known));
    }
}
