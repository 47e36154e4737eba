using static MnistApi.Training.Tests.Training.FullTraining;

namespace MnistApi.Training.Tests.Training;

/// <summary>Our own recipes on the real MNIST. In a class of its own, because xUnit runs only classes in parallel.</summary>
public class RecipeAccuracyTests
{
    [Theory]
    [InlineData("mlp", 0.985)]
    [InlineData("cnn-fast", 0.990)]
    [InlineData("cnn-accurate", 0.995)]
    public void Our_recipes_beat_the_lecture(string recipe, double testAccuracy)
    {
        Assert.InRange(TestAccuracyOf(Train(recipe)), testAccuracy, 1);
    }
}
