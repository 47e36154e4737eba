using System.Net;
using System.Text.Json;
using MnistApi.Http.Errors;
using MnistApi.Http.Json;
using MnistApi.ModelRegistry.Contracts;

namespace MnistApi.Tests.ModelRegistry.Gate;

/// <summary>Reads the gate's reports.</summary>
internal static class GateReports
{
    public static GateCheck Of(this GateReport report, GateCheckName name) => report.Checks.Single(check => check.Name == name);

    /// <summary>Returns the report of a response that must be a refusal by the gate.</summary>
    public static async Task<GateReport> ReadGateReportAsync(this HttpResponseMessage response)
    {
        var problem = await response.AssertProblemAsync(HttpStatusCode.Conflict, ProblemCode.GateFailed);
        return problem["report"].Deserialize<GateReport>(ServiceJson.Options)!;
    }
}
