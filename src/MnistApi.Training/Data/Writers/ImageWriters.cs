namespace MnistApi.Training.Data.Writers;

/// <summary>The writers of a dataset's images, by NIST's numbers.</summary>
/// <param name="Training">[N], the writer of each training image.</param>
/// <param name="Test">[M], the writer of each test image.</param>
public sealed record ImageWriters(ReadOnlyMemory<ushort> Training, ReadOnlyMemory<ushort> Test)
{
    private const int FirstStudent = 2100;

    /// <summary>The series of a writer.</summary>
    /// <param name="writer">
    /// NIST's number. In QMNIST's label files, which give number and series of each image, the writers of <c>hsf_4</c> begin at 2100.
    /// </param>
    public static WriterSeries SeriesOf(int writer) => writer < FirstStudent ? WriterSeries.Employees : WriterSeries.Students;
}
