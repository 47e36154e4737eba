namespace MnistApi.Training.Configuration;

/// <summary>What training minimizes, as a mean over the batch.</summary>
public enum LossKind
{
    /// <summary>Softmax cross-entropy on the logits, fused: finite for every finite logit.</summary>
    CrossEntropy,

    /// <summary>
    /// The lecture's -Σ y·log(softmax(logits)): a probability that rounds to zero makes it NaN (0·log 0), and every weight after it.
    /// </summary>
    NaiveCrossEntropy,
}
