using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Build.Framework;

namespace MnistApi.Build;

/// <summary>
/// Makes a symbol-version requirement of an ELF shared object weak, so that the dynamic loader accepts a library without that version. The
/// task changes nothing on other systems than Linux, if the file does not require the version or its requirement is already weak, or if the
/// library of this system provides the version.
/// </summary>
/// <remarks>
/// libLibTorchSharp.so requires GLIBCXX_3.4.32 only for <c>std::ios_base_library_init()</c>, a reference that GCC 13 emits but no code
/// calls. If VER_FLG_WEAK is set on the requirement, the loader of glibc warns instead of failing. Format: System V ABI, "Symbol
/// Versioning" (Elf64_Verneed, Elf64_Vernaux).
/// </remarks>
public sealed class WeakenSymbolVersion : Microsoft.Build.Utilities.Task
{
    private const ushort Weak = 0x2;             // VER_FLG_WEAK
    private const uint VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed

    /// <summary>
    /// The shared object in the build output. The task replaces the file instead of writing to it, because it may be a hard link.
    /// </summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>The version, such as <c>GLIBCXX_3.4.32</c>.</summary>
    [Required]
    public string Version { get; set; } = "";

    /// <summary>The library that provides the version if it is new enough, such as <c>libstdc++.so.6</c>.</summary>
    [Required]
    public string ProvidedBy { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return true;
        try
        {
            Weaken();
        }
        catch (Exception e) when (e is ArgumentException || e is IndexOutOfRangeException || e is OverflowException)
        {
            // An offset in the file points outside the file.
            Log.LogError("{0} is a damaged ELF file ({1}). Delete it, clear its NuGet package, and restore again.", File, e.Message);
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            Log.LogError("{0} could not be read or replaced: {1}", File, e.Message);
        }

        return !Log.HasLoggedErrors;
    }

    private void Weaken()
    {
        byte[] image = System.IO.File.ReadAllBytes(File);
        int flags = FindFlags(image, Version);
        if (flags < 0 || (BitConverter.ToUInt16(image, flags) & Weak) != 0 || SystemProvides(ProvidedBy, Version)) return;

        image[flags] |= (byte)Weak;
        Replace(File, image);
        Log.LogMessage(
            MessageImportance.High,
            "{0}: the requirement of {1} is now weak, because {2} of this system does not provide that version.",
            Path.GetFileName(File),
            Version,
            ProvidedBy);
    }

    /// <summary>
    /// The offset of <c>vna_flags</c> of the requirement; -1 if the file is not a 64-bit little-endian ELF file or does not require the
    /// version.
    /// </summary>
    private static int FindFlags(byte[] image, string version)
    {
        bool isElf = image.Length > 64 && image[0] == 0x7f && image[1] == 'E' && image[2] == 'L' && image[3] == 'F';
        bool isElf64 = isElf && image[4] == 2 && image[5] == 1;
        if (!isElf64) return -1;

        long sections = BitConverter.ToInt64(image, 0x28);
        int sectionSize = BitConverter.ToUInt16(image, 0x3a), sectionCount = BitConverter.ToUInt16(image, 0x3c);
        for (int i = 0; i < sectionCount; i++)
        {
            int header = checked((int)(sections + (long)i * sectionSize));
            if (BitConverter.ToUInt32(image, header + 4) != VersionNeeds) continue;

            int stringsHeader = checked((int)(sections + (long)BitConverter.ToUInt32(image, header + 0x28) * sectionSize));
            return FindInNeeds(image, SectionOffset(image, header), SectionOffset(image, stringsHeader), version);
        }

        return -1;
    }

    private static int FindInNeeds(byte[] image, int need, int strings, string version)
    {
        for (bool more = true; more; more = Advance(image, ref need, 12))
        {
            int entry = need;
            for (bool has = Advance(image, ref entry, 8); has; has = Advance(image, ref entry, 12))
                if (StartsWith(image, strings + BitConverter.ToInt32(image, entry + 8), version + "\0")) return entry + 4;
        }

        return -1;
    }

    /// <summary>Moves to the next record. A field of the record has the distance to it; 0 marks the last record.</summary>
    private static bool Advance(byte[] image, ref int record, int field)
    {
        uint distance = BitConverter.ToUInt32(image, record + field);
        record = checked((int)(record + distance));
        return distance != 0;
    }

    /// <summary>Whether the library that the loader would use provides the version.</summary>
    private static bool SystemProvides(string library, string version)
    {
        // The build runs on .NET, which has loaded libstdc++. The memory map has the file that the loader chose.
        foreach (string line in System.IO.File.ReadAllLines("/proc/self/maps"))
        {
            int path = line.IndexOf('/');
            if (path < 0 || !Path.GetFileName(line.Substring(path)).StartsWith(library, StringComparison.Ordinal)) continue;
            // If the library was upgraded after this process started, its path ends with "(deleted)", and the new file is not mapped.
            if (System.IO.File.Exists(line.Substring(path)))
                return Encoding.ASCII.GetString(System.IO.File.ReadAllBytes(line.Substring(path))).Contains(version + "\0");
        }

        return false;
    }

    private static void Replace(string file, byte[] image)
    {
        DateTime written = System.IO.File.GetLastWriteTimeUtc(file);
        string temporary = file + "." + Guid.NewGuid().ToString("N");
        try
        {
            System.IO.File.WriteAllBytes(temporary, image);
            System.IO.File.SetLastWriteTimeUtc(temporary, written); // The next build then treats the file as up to date.
            System.IO.File.Replace(temporary, file, null);
        }
        finally
        {
            System.IO.File.Delete(temporary);
        }
    }

    private static int SectionOffset(byte[] image, int header) => checked((int)BitConverter.ToInt64(image, header + 0x18));

    private static bool StartsWith(byte[] image, int offset, string text)
    {
        for (int i = 0; i < text.Length; i++)
            if (image[offset + i] != text[i]) return false;
        return true;
    }
}
