using System.Runtime.InteropServices;

namespace MnistApi.Training.Kernels;

/// <summary>
/// Lets glibc keep the memory of freed tensors for the next ones. By default it returns large tensors to the kernel and takes them anew,
/// page by page, which nearly doubled the time of training (decision 4). Other C libraries are left as they are.
/// </summary>
internal static class NativeMemory
{
    // The parameters of mallopt in glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    /// <summary>
    /// Bytes; the limit up to which glibc raises this threshold by itself (DEFAULT_MMAP_THRESHOLD_MAX). A larger tensor still comes from
    /// the kernel.
    /// </summary>
    private const int LargestKept = 32 * 1024 * 1024;

    private static readonly nint Library = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) ? library : 0;

    /// <summary>Keeps freed memory from now on. It counts for the whole process.</summary>
    public static unsafe void Keep()
    {
        if (Library == 0 || !NativeLibrary.TryGetExport(Library, "mallopt", out var function)) return;
        var setOption = (delegate* unmanaged<int, int, int>)function;
        _ = setOption(MmapThreshold, LargestKept);
        _ = setOption(TrimThreshold, int.MaxValue);
    }

    /// <summary>Returns the memory that nothing uses to the kernel.</summary>
    public static unsafe void Release()
    {
        if (Library == 0 || !NativeLibrary.TryGetExport(Library, "malloc_trim", out var function)) return;
        _ = ((delegate* unmanaged<nuint, int>)function)(0);
    }
}
