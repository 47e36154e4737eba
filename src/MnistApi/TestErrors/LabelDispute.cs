namespace MnistApi.TestErrors;

/// <summary>What people said who were shown the image.</summary>
public enum DisputeOutcome
{
    /// <summary>More of them chose the other digit than the label.</summary>
    Agreed,

    /// <summary>As many chose the one as the other.</summary>
    Split,

    /// <summary>Most of them chose neither.</summary>
    Neither,
}

/// <summary>
/// A test label that people dispute. Five were shown the image and two digits: its label, and what models take it for. Source: Northcutt, Athalye,
/// Mueller, "Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks", arXiv 2103.14749; data: github.com/cleanlab/label-errors, mturk/mnist_mturk.json (Apache-2.0).
/// </summary>
/// <param name="GivenLabel">The dataset's label.</param>
/// <param name="PeoplesChoice">The other digit, which at least as many chose; null where most chose neither.</param>
/// <param name="Outcome">What they said.</param>
/// <param name="Votes">How the five chose.</param>
public sealed record LabelDispute(int GivenLabel, int? PeoplesChoice, DisputeOutcome Outcome, DisputeVotes Votes)
{
    /// <summary>The checksum of MNIST as it was published, which alone these indices belong to.</summary>
    private const string MnistSha256 = "b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a";

    /// <summary>By index in the test set: those of the study's labels that no majority confirmed.</summary>
    private static readonly IReadOnlyDictionary<int, LabelDispute> OfMnist = new Dictionary<int, LabelDispute>
    {
        [947] = Of(8, 9, new(0, 5, 0)),
        [1621] = Of(0, 6, new(2, 3, 0)),
        [1901] = Of(9, 4, new(2, 3, 0)),
        [2130] = Of(4, 9, new(2, 2, 1)),
        [2462] = Of(2, 0, new(0, 4, 1)),
        [2597] = Of(5, 3, new(0, 4, 1)),
        [2654] = Of(6, 1, new(0, 2, 3)),
        [3520] = Of(6, 4, new(2, 0, 3)),
        [3558] = Of(5, 0, new(1, 4, 0)),
        [5937] = Of(5, 3, new(1, 3, 1)),
        [6651] = Of(0, 6, new(0, 5, 0)),
        [6783] = Of(1, 6, new(2, 3, 0)),
        [8527] = Of(4, 9, new(2, 2, 1)),
        [9679] = Of(6, 3, new(2, 0, 3)),
        [9729] = Of(5, 6, new(2, 3, 0)),
    };

    /// <summary>The dispute about a test image's label; null of none.</summary>
    internal static LabelDispute? Find(string datasetSha256, int index) => datasetSha256 == MnistSha256 ? OfMnist.GetValueOrDefault(index) : null;

    private static LabelDispute Of(int given, int other, DisputeVotes votes)
    {
        var outcome = votes switch
        {
            _ when votes.Neither > Math.Max(votes.Given, votes.Other) => DisputeOutcome.Neither,
            _ when votes.Given == votes.Other => DisputeOutcome.Split,
            _ => DisputeOutcome.Agreed,
        };
        return new LabelDispute(given, outcome == DisputeOutcome.Neither ? null : other, outcome, votes);
    }
}

/// <summary>How five people chose.</summary>
/// <param name="Given">The dataset's label.</param>
/// <param name="Other">The digit that models take it for.</param>
/// <param name="Neither">None of the two.</param>
public sealed record DisputeVotes(int Given, int Other, int Neither);
