using MnistApi.Training.Data.Writers;

namespace MnistApi.TestErrors;

/// <summary>The result of a vote about the label of an image.</summary>
public enum DisputeOutcome
{
    /// <summary>The other digit has more votes than the label.</summary>
    Agreed,

    /// <summary>The label and the other digit have the same number of votes.</summary>
    Split,

    /// <summary>Most people chose neither digit.</summary>
    Neither,
}

/// <summary>
/// A disputed label of a test image. Five people saw the image and chose between two digits: its label and the digit that models predict.
/// Source: Northcutt, Athalye and Mueller, "Pervasive label errors in test sets destabilize machine learning benchmarks", 2021, arXiv
/// 2103.14749. Data: github.com/cleanlab/label-errors, mturk/mnist_mturk.json (Apache-2.0).
/// </summary>
/// <param name="GivenLabel">The label of the image in the dataset.</param>
/// <param name="PeoplesChoice">The other digit, which has at least as many votes as the label; null if most people chose neither.</param>
/// <param name="Outcome">The result of the vote.</param>
/// <param name="Votes">The number of votes for each choice.</param>
public sealed record LabelDispute(int GivenLabel, int? PeoplesChoice, DisputeOutcome Outcome, DisputeVotes Votes)
{
    /// <summary>The labels of the study that no majority confirmed, by the index of the image in the test set.</summary>
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

    /// <summary>
    /// Finds the dispute about the label of a test image; null if there is none. The indices are valid only for MNIST as it was published.
    /// </summary>
    internal static LabelDispute? Find(string datasetSha256, int index) =>
        datasetSha256 == MnistWriters.MnistSha256 ? OfMnist.GetValueOrDefault(index) : null;

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

/// <summary>The votes of five people.</summary>
/// <param name="Given">The number of votes for the label.</param>
/// <param name="Other">The number of votes for the other digit.</param>
/// <param name="Neither">The number of votes for neither digit.</param>
public sealed record DisputeVotes(int Given, int Other, int Neither);
