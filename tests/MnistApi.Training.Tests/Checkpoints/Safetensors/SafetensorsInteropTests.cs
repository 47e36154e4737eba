using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MnistApi.Training.Checkpoints;
using MnistApi.Training.Checkpoints.Safetensors;
using MnistApi.Training.Evaluation;

namespace MnistApi.Training.Tests.Checkpoints.Safetensors;

/// <summary>What is written here is read by programs that share no code with it. They live in the folder Interop.</summary>
public sealed class SafetensorsInteropTests
{
    private static readonly string Interop = Path.Combine(TestPaths.ProjectDirectory, "Checkpoints", "Safetensors", "Interop");

    [Theory]
    [InlineData("sample")]
    [InlineData("model")]
    public async Task Hugging_Face_s_own_reader_finds_every_tensor_where_it_was_put(string name)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Interop, "node_modules", "@huggingface")),
            "@huggingface/hub is not installed; `npm ci` in tests/MnistApi.Training.Tests/Checkpoints/Safetensors/Interop installs it.");
        var bytes = name == "model" ? ModelFile.Of(Samples.Plain, Calibration.None).ToBytes() : Samples.Small().ToBytes();
        var file = SafetensorsFile.Read(bytes);

        using var header = await RunAsync("node", "read_with_hugging_face.cjs", bytes);

        var data = bytes.AsMemory(^file.Tensors.Sum(t => t.Data.Length)..);
        Assert.Equal(1 + file.Tensors.Count, header.RootElement.EnumerateObject().Count());
        Assert.All(
            file.Metadata,
            entry => Assert.Equal(entry.Value, header.RootElement.GetProperty("__metadata__").GetProperty(entry.Key).GetString()));
        foreach (var tensor in file.Tensors)
        {
            var entry = header.RootElement.GetProperty(tensor.Name);
            var offsets = entry.GetProperty("data_offsets").Deserialize<int[]>()!;
            Assert.Equal(tensor.Dtype, entry.GetProperty("dtype").GetString());
            Assert.Equal(tensor.Shape, entry.GetProperty("shape").Deserialize<long[]>());
            Assert.Equal(tensor.Data.ToArray(), data[offsets[0]..offsets[1]].ToArray());
        }
    }

    [Fact]
    public async Task A_reader_of_Python_s_standard_library_finds_every_value_and_the_checksum()
    {
        var file = Samples.Small();

        using var read = await RunAsync("python3", "read_with_python.py", file.ToBytes());

        var tensors = read.RootElement.GetProperty("tensors");
        Assert.True(read.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(file.Metadata["classes"], read.RootElement.GetProperty("metadata").GetProperty("classes").GetString());
        Assert.Equal(file.Tensors.Select(t => t.Name).Order(), tensors.EnumerateObject().Select(t => t.Name).Order());
        Assert.Equal(["937"], Values("step"));
        Assert.Equal(["0.5"], Values("layer1.bias"));
        Assert.Equal(["1.0", "-2.5", "nan", "0.0", "3.4028234663852886e+38", "-0.0"], Values("layer1.weight"));
        Assert.Equal([], Values("empty"));

        string[] Values(string name) => tensors.GetProperty(name).GetProperty("values").Deserialize<string[]>()!;
    }

    [Fact]
    public async Task A_reader_of_Python_s_standard_library_finds_a_model_s_weights()
    {
        var checkpoint = Samples.Averaged;

        using var read = await RunAsync("python3", "read_with_python.py", ModelFile.Of(checkpoint, Calibration.None).ToBytes());

        var tensors = read.RootElement.GetProperty("tensors").EnumerateObject().ToDictionary(tensor => tensor.Name, tensor => tensor.Value);
        Assert.True(read.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(checkpoint.WeightsSha256, read.RootElement.GetProperty("metadata").GetProperty("weightsSha256").GetString());
        Assert.Equal([6, 1, 5, 5], tensors["convolution1.weight"].GetProperty("shape").Deserialize<long[]>()!);
        Assert.Equal(checkpoint.ModelWeights.Keys.Order(), tensors.Keys.Order());
        foreach (var (name, values) in checkpoint.ModelWeights)
            Assert.Equal(
                values,
                tensors[name]
                    .GetProperty("values")
                    .Deserialize<string[]>()!
                    .Select(text => (float)double.Parse(text, CultureInfo.InvariantCulture)));
    }

    /// <summary>What the script prints, given the path of a file with these bytes.</summary>
    private static async Task<JsonDocument> RunAsync(string program, string script, byte[] file)
    {
        var token = TestContext.Current.CancellationToken;
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, file, token);
        try
        {
            using var process = Start(program, Path.Combine(Interop, script), path);
            var errors = process.StandardError.ReadToEndAsync(token);
            var output = await process.StandardOutput.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            Assert.True(process.ExitCode == 0, await errors);
            return JsonDocument.Parse(output);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }
    }
}
