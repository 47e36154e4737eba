using System.Runtime.InteropServices;

namespace MnistApi.Training.Training;

/// <summary>Leaves the processor to the threads that answer requests.</summary>
public static partial class LowPriority
{
    private const int OneThread = 0;     // PRIO_PROCESS; on Linux it means a thread
    private const int CallingThread = 0;
    private const int Niceness = 10;     // -20 to 19; the scheduler gives a thread with 0 nine times the time of a thread with 10

    /// <summary>
    /// Lowers the priority of the calling thread for good, unless it is as low already. The threads that it creates inherit the priority,
    /// among them those of libtorch. This works on Linux only; .NET cannot set the priority of a thread there.
    /// </summary>
    public static void Apply()
    {
        if (OperatingSystem.IsLinux() && GetPriority(OneThread, CallingThread) < Niceness)
            _ = SetPriority(OneThread, CallingThread, Niceness);
    }

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, uint who);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
