using MnistApi.Build;
using MnistApi.Training.Data;

namespace MnistApi.Training.Tests.Eng;

public sealed class WeakenSymbolVersionTests : IDisposable
{
    private const string Version = "GLIBCXX_3.4.32";
    private const string NotLoaded = "libnot-loaded.so.1"; // a library that provides nothing: every system counts as too old
    private const ushort Weak = 0x2;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
    private readonly RecordingBuildEngine _engine = new();

    public WeakenSymbolVersionTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has symbol versions.");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_requirement_becomes_weak_and_nothing_else_changes()
    {
        var original = PackagedLibrary();
        var file = Put(original);

        Assert.True(Run(file));

        var patched = File.ReadAllBytes(file);
        var changed = Assert.Single(Enumerable.Range(0, original.Length), i => original[i] != patched[i]);
        Assert.Equal(original.Length, patched.Length);
        Assert.Equal(original[changed] | Weak, patched[changed]);
        Assert.Equal(
            [
                "library.so: the requirement of GLIBCXX_3.4.32 is now weak, because libnot-loaded.so.1 of this system does not provide "
                + "that version.",
            ],
            _engine.Messages);
        Assert.Equal([file], Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void A_second_run_changes_nothing()
    {
        var file = Put(PackagedLibrary());
        Run(file);
        var (inode, _) = FileLinks.Stat(file);
        var patched = File.ReadAllBytes(file);
        _engine.Messages.Clear();

        Assert.True(Run(file));

        Assert.Equal(inode, FileLinks.Stat(file).Inode);
        Assert.Equal(patched, File.ReadAllBytes(file));
        Assert.Empty(_engine.Messages);
    }

    [Fact]
    public void The_time_of_the_file_stays_so_that_the_next_build_leaves_it()
    {
        var file = Put(PackagedLibrary());
        var written = new DateTime(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc).AddTicks(1234567);
        File.SetLastWriteTimeUtc(file, written);

        Run(file);

        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        Assert.NotEqual(PackagedLibrary(), File.ReadAllBytes(file));
    }

    [Fact]
    public void A_hard_link_is_replaced_and_the_other_name_keeps_its_bytes()
    {
        var original = PackagedLibrary();
        var cached = Put(original);
        var output = Path.Combine(_directory.FullName, "output.so");
        FileLinks.Create(cached, output);

        Assert.True(Run(output));

        Assert.Equal(original, File.ReadAllBytes(cached));
        Assert.NotEqual(original, File.ReadAllBytes(output));
        Assert.Equal(1, FileLinks.Stat(cached).Links);
    }

    [Fact]
    public void Where_the_system_provides_the_version_nothing_changes()
    {
        var original = PackagedLibrary();
        var file = Put(original);

        Assert.True(Run(file, "GLIBCXX_3.4.11", "libstdc++.so.6")); // of 2009: every system that runs .NET has it
        Assert.Equal(original, File.ReadAllBytes(file));

        Assert.True(Run(file, "GLIBCXX_3.4.11", NotLoaded));
        Assert.NotEqual(original, File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!/bin/sh\n")]
    [InlineData("\u007fELF\u0001\u0001\u0001 of 32 bits, which has other offsets, and is longer than a header of 64 bytes")]
    public void A_file_that_is_no_64_bit_ELF_is_left_alone(string content)
    {
        var file = Put(System.Text.Encoding.Latin1.GetBytes(content));

        Assert.True(Run(file));

        Assert.Equal(content, File.ReadAllText(file, System.Text.Encoding.Latin1));
        Assert.Empty(_engine.Messages);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.99")]
    [InlineData("GLIBCXX_3.4.3")] // the beginning of a version that is required
    public void A_version_that_is_not_required_is_left_alone(string version)
    {
        var original = PackagedLibrary();
        var file = Put(original);

        Assert.True(Run(file, version));

        Assert.Equal(original, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_missing_file_is_an_error_of_the_build()
    {
        Assert.False(Run(Path.Combine(_directory.FullName, "missing.so")));

        Assert.Contains("missing.so could not be read or replaced", Assert.Single(_engine.Errors));
    }

    [Fact]
    public void A_truncated_library_is_an_error_of_the_build()
    {
        var original = PackagedLibrary();
        var file = Put(original[..(original.Length / 2)]);

        Assert.False(Run(file));

        Assert.Contains("library.so is a damaged ELF file", Assert.Single(_engine.Errors));
    }

    [Fact]
    public void A_damaged_library_is_an_error_or_left_alone_but_never_an_exception()
    {
        var original = PackagedLibrary();
        var sections = (int)BitConverter.ToInt64(original, 0x28);
        var needs = NeedsOffset(original, sections);
        var failures = 0;

        for (var seed = 0; seed < 120; seed++)
        {
            var random = new SeededRandom(seed);
            var damaged = original.ToArray();
            var at = (seed % 3) switch
            {
                0 => 16 + random.NextInt32(48),
                1 => sections + random.NextInt32(original.Length - sections - 8),
                _ => needs + random.NextInt32(256),
            };
            BitConverter.GetBytes(seed % 2 == 0 ? random.NextUInt64() : ulong.MaxValue)
                .AsSpan(0, 1 + random.NextInt32(8))
                .CopyTo(damaged.AsSpan(at));
            var file = Put(damaged);
            _engine.Errors.Clear();

            var succeeded = Run(file);

            Assert.Equal(succeeded, _engine.Errors.Count == 0);
            if (!succeeded) Assert.Equal(damaged, File.ReadAllBytes(file));
            failures += succeeded ? 0 : 1;
        }

        Assert.InRange(failures, 5, 115);
    }

    private static byte[] PackagedLibrary()
    {
        var path = TestPaths.Packaged("libLibTorchSharp");
        Assert.SkipUnless(File.Exists(path), "The package cache was cleared after the build.");
        return File.ReadAllBytes(path);
    }

    private static int NeedsOffset(byte[] image, int sections)
    {
        for (var header = sections; ; header += BitConverter.ToUInt16(image, 0x3a))
            if (BitConverter.ToUInt32(image, header + 4) == 0x6ffffffe) return (int)BitConverter.ToInt64(image, header + 0x18);
    }

    private string Put(byte[] content)
    {
        var file = Path.Combine(_directory.FullName, "library.so");
        File.WriteAllBytes(file, content);
        return file;
    }

    private bool Run(string file, string version = Version, string providedBy = NotLoaded) =>
        new WeakenSymbolVersion { BuildEngine = _engine, File = file, Version = version, ProvidedBy = providedBy }.Execute();
}
