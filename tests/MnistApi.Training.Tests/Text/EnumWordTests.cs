using System.Text.Json;
using MnistApi.Training.Configuration;
using MnistApi.Training.Text;

namespace MnistApi.Training.Tests.Text;

public sealed class EnumWordTests
{
    [Fact]
    public void The_words_are_those_of_the_json_converter()
    {
        foreach (var kind in Enum.GetValues<ScheduleKind>())
            Assert.Equal(JsonSerializer.Serialize(kind, TrainingJson.Options), $"\"{EnumWord.Of(kind)}\"");
    }

    [Fact]
    public void All_words_come_in_the_order_of_the_values()
    {
        Assert.Equal(["constant", "step", "cosine", "oneCycle"], EnumWord.All(typeof(ScheduleKind)));
        Assert.Throws<ArgumentException>(() => EnumWord.All(typeof(string)));
    }
}
