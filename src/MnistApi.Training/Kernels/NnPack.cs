using System.Runtime.InteropServices;
using TorchSharp;

namespace MnistApi.Training.Kernels;

/// <summary>
/// Turns off NNPACK, a convolution library that libtorch tries for single images. NNPACK does not support most current processors, and
/// libtorch writes "Could not initialize NNPACK" to standard error for each attempt. TorchSharp does not expose the switch, so the library
/// calls it by its C++ name. On Windows that name does not exist, so the lines stay. The results are the same.
/// </summary>
internal static class NnPack
{
    private const string GlobalContext = "_ZN2at13globalContextEv"; // at::globalContext()
    private const string SetEnabled = "_ZN2at7Context20setUserEnabledNNPACKEb"; // at::Context::setUserEnabledNNPACK(bool)

    public static unsafe void Disable()
    {
        torch.InitializeDeviceType(DeviceType.CPU); // Loads the native libraries, so that the name below refers to the same one.
        if (!NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library)) return;
        if (!NativeLibrary.TryGetExport(library, GlobalContext, out var context)) return;
        if (!NativeLibrary.TryGetExport(library, SetEnabled, out var setEnabled)) return;
        ((delegate* unmanaged<nint, byte, void>)setEnabled)(((delegate* unmanaged<nint>)context)(), 0);
    }
}
