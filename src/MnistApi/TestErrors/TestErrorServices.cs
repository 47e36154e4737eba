namespace MnistApi.TestErrors;

internal static class TestErrorServices
{
    public static IServiceCollection AddTestErrors(this IServiceCollection services) => services.AddSingleton(TestErrorExamples.Feature);
}
