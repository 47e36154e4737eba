using System.Net;
using MnistApi.Http.Errors;

namespace MnistApi.Tests.Predictions;

/// <summary>Builds rows of theory data: bodies that the service refuses with the same problem.</summary>
internal static class Refusals
{
    /// <param name="cases">What the body is, the body, and a part of the problem's detail.</param>
    public static IEnumerable<(string What, HttpContent Body, HttpStatusCode Status, ProblemCode Code, string Detail)> Of(
        HttpStatusCode status,
        ProblemCode code,
        params IEnumerable<(string What, HttpContent Body, string Detail)> cases) =>
        cases.Select(refused => (refused.What, refused.Body, status, code, refused.Detail));
}
