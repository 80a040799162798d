using System.Buffers.Binary;
using System.IO.Compression;

namespace Lyceum.Platform.Files;

/// <summary>Looks into an Office Open XML package (ECMA-376 part 2) without unpacking it.</summary>
internal static class OfficePackage
{
    private const int MostEntries = 20_000;

    /// <summary>True for a package with this main part and no macros.</summary>
    public static bool Contains(Stream s, string mainPart)
    {
        // The list of entries is read into memory: a file with millions of them would fill it, so it is counted from the end record first.
        if (EntryCount(s) is not (> 0 and <= MostEntries)) return false;
        s.Position = 0;
        try
        {
            using var zip = new ZipArchive(s, ZipArchiveMode.Read, leaveOpen: true);
            return zip.GetEntry("[Content_Types].xml") is not null && zip.GetEntry(mainPart) is not null
                && !zip.Entries.Any(e => e.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Entries by the end-of-central-directory record (APPNOTE 4.3.16), or null where there is none; ZIP64 packages are not office files of any sane size.</summary>
    private static int? EntryCount(Stream s)
    {
        var tail = new byte[(int)Math.Min(s.Length, 22 + 65_535)];
        s.Position = s.Length - tail.Length;
        s.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + 22 > tail.Length) return null;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        return count == ushort.MaxValue ? null : count;
    }
}
