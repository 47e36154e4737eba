namespace MnistApi.Training.Configuration;

/// <summary>The loss that training minimizes, as a mean over the batch.</summary>
public enum LossKind
{
    /// <summary>Softmax and cross-entropy in one step, on the logits. It is finite for every finite logit.</summary>
    CrossEntropy,

    /// <summary>
    /// The lecture's formula -Σ y·log(softmax(logits)). A probability that rounds to zero makes the loss NaN (0·log 0), and then every
    /// weight.
    /// </summary>
    NaiveCrossEntropy,
}
