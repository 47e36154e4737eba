namespace MnistApi.Training.Configuration;

/// <summary>How validation images are chosen from the training images.</summary>
public enum ValidationSplit
{
    /// <summary>The first images, as in the lecture. Most of their writers also wrote images that the network is trained on.</summary>
    First,

    /// <summary>
    /// The images of writers who wrote none of the images that the network is trained on. The accuracy then says how well the network reads
    /// the handwriting of strangers. The same writers are chosen for every run. Only MNIST has writers.
    /// </summary>
    Writers,
}
