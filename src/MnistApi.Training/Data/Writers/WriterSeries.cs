namespace MnistApi.Training.Data.Writers;

/// <summary>A series of NIST's forms: a group of writers. MNIST has images of these two.</summary>
public enum WriterSeries
{
    /// <summary>Employees of the Census Bureau (NIST's <c>hsf_0</c>).</summary>
    Employees,

    /// <summary>High-school students (NIST's <c>hsf_4</c>). Their digits are harder to read.</summary>
    Students,
}
