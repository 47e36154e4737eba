namespace MnistApi.Training.Data.Writers;

/// <summary>The writers of a dataset's images, by NIST's numbers.</summary>
/// <param name="Training">[N], the writer of each training image.</param>
/// <param name="Test">[M], the writer of each test image.</param>
public sealed record ImageWriters(ReadOnlyMemory<ushort> Training, ReadOnlyMemory<ushort> Test)
{
    private const int FirstStudent = 2100;

    /// <summary>The series of a writer.</summary>
    /// <param name="writer">
    /// NIST's number. The writers of <c>hsf_4</c> have the numbers 2100 to 2599 (NIST Special Database 19, 2nd edition, 2016, section 2.1).
    /// </param>
    public static WriterSeries SeriesOf(int writer) => writer < FirstStudent ? WriterSeries.Employees : WriterSeries.Students;
}
