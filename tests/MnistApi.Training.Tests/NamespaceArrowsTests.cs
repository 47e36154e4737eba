using System.Reflection;
using MnistApi.Architecture;

namespace MnistApi.Training.Tests
{
    /// <summary>Shows which uses <see cref="NamespaceArrows"/> sees, by classes that use one other namespace each.</summary>
    public sealed class NamespaceArrowsTests
    {
        private static readonly Assembly Tests = typeof(NamespaceArrowsTests).Assembly;

        [Theory]
        [InlineData(nameof(Samples.Fields.Holder), "Samples.Fields")]
        [InlineData(nameof(Samples.Calls.Caller), "Samples.Calls")]
        [InlineData(nameof(Samples.Closures.Deferring), "Samples.Closures")]
        [InlineData(nameof(Samples.Generics.Lister), "Samples.Generics")]
        [InlineData(nameof(Samples.Catches.Catcher), "Samples.Catches")]
        [InlineData(nameof(Samples.Attributes.Marked), "Samples.Attributes")]
        [InlineData(nameof(Samples.Switches.Chooser), "Samples.Switches")]
        public void A_use_in_a_class_is_an_arrow(string user, string name)
        {
            var arrow = Assert.Single(NamespaceArrows.Of(Tests), arrow =>
                arrow.From.EndsWith(name, StringComparison.Ordinal) && arrow.To.EndsWith("Samples.Used", StringComparison.Ordinal));

            Assert.StartsWith($"{user} -> ", arrow.Example, StringComparison.Ordinal);
        }

        [Fact]
        public void A_use_of_another_assembly_is_an_arrow_too()
        {
            Assert.Contains(
                NamespaceArrows.Of(Tests), arrow => arrow is { From: "MnistApi.Training.Tests.Samples.Calls", To: "System.Text" });
        }

        [Fact]
        public void Namespaces_that_use_each_other_by_way_of_a_third_are_a_circle()
        {
            var table = new ArrowTable(
                "", new Dictionary<string, string[]> { ["a"] = ["b"], ["b"] = ["c", "d"], ["c"] = ["a"], ["d"] = [] });

            Assert.Equal(["a", "b", "c"], table.Circles());
        }

        [Fact]
        public void A_namespace_that_the_table_lacks_may_use_nothing()
        {
            var violations = new ArrowTable("MnistApi.Training.Tests.Samples.", new Dictionary<string, string[]>()).Violations(Tests);

            Assert.Contains(
                violations, violation => violation.StartsWith("MnistApi.Training.Tests.Samples.Fields -> ", StringComparison.Ordinal));
        }
    }
}

namespace MnistApi.Training.Tests.Samples.Used
{
    internal sealed class Thing
    {
        public int Value { get; init; }

        public static Thing Make() => new() { Value = 1 };
    }

    internal sealed class ThingException : Exception;

    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class ThingAttribute : Attribute;
}

namespace MnistApi.Training.Tests.Samples.Fields
{
    internal abstract class Holder
    {
        public Used.Thing? Held { get; set; }
    }
}

namespace MnistApi.Training.Tests.Samples.Calls
{
    internal static class Caller
    {
        public static int Call()
        {
            var made = Used.Thing.Make();
            return System.Text.Encoding.UTF8.GetByteCount("one") + made.Value;
        }
    }
}

namespace MnistApi.Training.Tests.Samples.Closures
{
    internal static class Deferring
    {
        public static Func<Task<int>> Defer(int added) => async () =>
        {
            await Task.Yield();
            return Used.Thing.Make().Value + added;
        };
    }
}

namespace MnistApi.Training.Tests.Samples.Generics
{
    internal static class Lister
    {
        public static object List() => Array.Empty<List<Used.Thing>>();
    }
}

namespace MnistApi.Training.Tests.Samples.Catches
{
    internal static class Catcher
    {
        public static bool Runs(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (Used.ThingException)
            {
                return false;
            }
        }
    }
}

namespace MnistApi.Training.Tests.Samples.Attributes
{
    internal static class Marked
    {
        [Used.Thing]
        public static int Number() => 1;
    }
}

namespace MnistApi.Training.Tests.Samples.Switches
{
    internal static class Chooser
    {
        public static long Choose(int number) => number switch
        {
            0 => 3,
            1 => 9_000_000_000,
            2 => (long)(number * 2.5),
            3 => (long)(number * 2.5f),
            4 => Used.Thing.Make().Value,
            _ => number,
        };
    }
}
