using System.Collections;
using Microsoft.Build.Framework;

namespace MnistApi.Training.Tests.Eng;

/// <summary>The side of MSBuild that a task talks to: keeps what it is told.</summary>
internal sealed class RecordingBuildEngine : IBuildEngine
{
    public List<string?> Errors { get; } = [];

    public List<string?> Messages { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e.Message);

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message);

    public void LogWarningEvent(BuildWarningEventArgs e) => throw new NotSupportedException();

    public void LogCustomEvent(CustomBuildEventArgs e) => throw new NotSupportedException();

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException();
}
