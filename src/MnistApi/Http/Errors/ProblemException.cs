namespace MnistApi.Http.Errors;

/// <summary>Why a request has no answer, for code that is too deep to return a problem.</summary>
/// <param name="detail">What was wrong, what was expected, what to do.</param>
internal sealed class ProblemException(ProblemCode code, string detail) : Exception(detail)
{
    public ProblemCode Code => code;
}
