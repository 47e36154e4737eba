using System.Runtime.InteropServices;
using TorchSharp;

namespace MnistApi.Training.Kernels;

/// <summary>
/// Turns off NNPACK, a convolution library that libtorch tries for single images. It does not support most of today's processors, and libtorch
/// writes "Could not initialize NNPACK" to standard error for each attempt. TorchSharp does not expose the switch, so it is called by its C++ name.
/// Where that name does not exist (Windows), the lines stay; results are the same.
/// </summary>
internal static class NnPack
{
    private const string GlobalContext = "_ZN2at13globalContextEv"; // at::globalContext()
    private const string SetEnabled = "_ZN2at7Context20setUserEnabledNNPACKEb"; // at::Context::setUserEnabledNNPACK(bool)

    public static unsafe void Disable()
    {
        torch.InitializeDeviceType(DeviceType.CPU); // Loads the natives, so that the name below finds the same library.
        if (!NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library)) return;
        if (!NativeLibrary.TryGetExport(library, GlobalContext, out var context) || !NativeLibrary.TryGetExport(library, SetEnabled, out var setEnabled)) return;
        ((delegate* unmanaged<nint, byte, void>)setEnabled)(((delegate* unmanaged<nint>)context)(), 0);
    }
}
