using System.Text.Json;
using System.Text.Json.Nodes;
using MnistApi.Training.Configuration;
using MnistApi.Training.Configuration.Merging;
using MnistApi.Training.Data;
using MnistApi.Training.Tests.Training;

namespace MnistApi.Training.Tests.Configuration.Merging;

public class ConfigOverridesRobustnessTests
{
    private static readonly string[] Valid =
    [
        """{"epochs":3,"optimizer":{"learningRate":0.005}}""",
        """{"network":{"kind":"mlp","hiddenUnits":[64,32],"dropout":0.2,"batchNorm":true},"augmentation":null,"loss":"crossEntropy"}""",
        """
        {
          "network":{"kind":"cnn","convolutions":[{"channels":8,"kernel":5},{"stride":2,"pooling":2}]},
          "schedule":{"kind":"cosine","finalFactor":0.1}
        }
        """,
        """
        {
          "augmentation":{"rotation":5,"elastic":1},"earlyStoppingPatience":2,"weightAveragingDecay":0.99,
          "optimizer":{"kind":"sgd","momentum":0.9}
        }
        """,
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0.0", "1", "3.0", "3.5", "-1", "64", "1e99", "1e-400", "-1e999", "2147483648",
        "99999999999999999999999999999999", "\"\"", "\"NaN\"", "\"sgd\"", "\"mlp\"", "\"cnn, mlp\"", "\"\\u0000\"", "\"\\ud800\"", "\"😀\"",
        "[]", "[[]]", "[null]", "[1,2,3]", "[4096,4096]", "{}", "{\"kind\":\"mlp\"}", "{\"kind\":null}",
        "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", new string('[', 60) + new string(']', 60), "\"" + new string('é', 5000) + "\"",
    ];

    private static readonly string[] PlausibleValues =
    [
        "1", "2", "3.0", "0.1", "0.5", "64", "null", "true", "\"sgd\"", "\"mlp\"", "[8]", "{}",
    ];

    private static readonly string[] Names =
    [
        "\"\"", "\"epochs\"", "\"epoch\"", "\"kind\"", "\"network\"", "\"dropout\"", "\"convolutions\"", "\"a.b\"",
        "\"\\ud800\"", "\"é\\n\"", $"\"{new string('n', 500)}\"",
    ];

    [Fact]
    public void Random_mutations_give_a_valid_configuration_or_faults_and_never_throw()
    {
        var (applied, valid) = (0, 0);
        for (var seed = 0; seed < 6000; seed++)
        {
            var random = new SeededRandom(seed);
            var config = Recipes.All[random.NextInt32(Recipes.All.Count)].Config;
            if (Parse(Mutate(Valid[seed % Valid.Length], ref random)) is not { } overrides) continue;

            var result = ConfigOverrides.Apply(config, overrides);

            applied++;
            if (result.Config is { } changed)
            {
                valid++;
                Assert.True(
                    result.Errors.Count == 0 && ConfigValidator.Validate(changed).Count == 0,
                    $"Seed {seed}: the configuration is not valid.");
            }
            else
            {
                Assert.NotEmpty(result.Errors);
            }

            Assert.All(result.Errors, error => Assert.InRange(error.Message.Length, 1, 600));
        }

        Assert.InRange(applied, 4000, 6000);
        Assert.InRange(valid, 300, applied - 300);
    }

    [Fact]
    public void Nesting_is_no_danger_however_deep()
    {
        Assert.Equal("deep", Assert.Single(Apply(Nested(900)).Errors).Field);
        Assert.Contains("not a valid JSON object", Assert.Single(Apply(Nested(1100)).Errors).Message, StringComparison.Ordinal);
        Assert.Single(Apply(Nested(20_000)).Errors);

        var parsed = JsonNode.Parse(
            $$"""{"deep":{{new string('[', 20_000)}}{{new string(']', 20_000)}}}""",
            documentOptions: new JsonDocumentOptions { MaxDepth = 30_000 });
        Assert.Single(Apply(parsed!.AsObject()).Errors);
    }

    [Fact]
    public void What_was_not_parsed_from_text_is_treated_as_the_text_it_would_be()
    {
        Assert.Equal(7, Apply(new JsonObject { ["epochs"] = 7 }).Config!.Epochs);
        var network = JsonValue.Create(new Dictionary<string, double> { ["dropout"] = 0.2 });
        Assert.Equal(0.2, Apply(new JsonObject { ["network"] = network }).Config!.Network.Dropout);
        Assert.Contains(
            "must be a number. It is \"NaN\"",
            Assert.Single(Apply(new JsonObject { ["labelSmoothing"] = double.NaN }).Errors).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "not a valid JSON object",
            Assert.Single(Apply(new JsonObject { ["epochs"] = JsonValue.Create(typeof(int)) }).Errors).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "not a valid JSON object",
            Assert.Single(Apply(JsonNode.Parse("""{"epochs":"\ud800"}""")!.AsObject()).Errors).Message,
            StringComparison.Ordinal);
    }

    private static OverriddenConfig Apply(JsonObject overrides) => ConfigOverrides.Apply(SmallTraining.Mlp, overrides);

    private static JsonObject Nested(int depth)
    {
        JsonNode node = new JsonArray();
        for (; depth > 0; depth--) node = new JsonArray(node);
        return new JsonObject { ["deep"] = node };
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces a value, adds a member (a second time, at times) or spoils a character, once or twice.</summary>
    private static string Mutate(string text, ref SeededRandom random)
    {
        for (var n = 1 + random.NextInt32(2); n > 0; n--)
        {
            var values = random.NextInt32(2) == 0 ? Values : PlausibleValues;
            var value = values[random.NextInt32(values.Length)];
            text = random.NextInt32(8) switch
            {
                0 => text.Insert(random.NextInt32(text.Length), "0123456789-.eE"[random.NextInt32(14)].ToString()),
                1 => text.Insert(Nth(text, '{', ref random) + 1, $"{Names[random.NextInt32(Names.Length)]}:{value},"),
                _ => ReplaceValue(text, Nth(text, ':', ref random) + 1, value),
            };
        }

        return text;
    }

    /// <summary>Where one of the character's occurrences is; -1 where there is none.</summary>
    private static int Nth(string text, char sought, ref SeededRandom random)
    {
        int[] places = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == sought)];
        return places.Length == 0 ? -1 : places[random.NextInt32(places.Length)];
    }

    private static string ReplaceValue(string text, int begin, string by)
    {
        var end = begin;
        for (var depth = 0; end < text.Length && (depth > 0 || text[end] is not (',' or '}' or ']')); end++)
            depth += text[end] is '{' or '[' ? 1 : text[end] is '}' or ']' ? -1 : 0;
        return text[..begin] + by + text[end..];
    }
}
