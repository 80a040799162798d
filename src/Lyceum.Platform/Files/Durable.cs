using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Lyceum.Platform.Files;

/// <summary>Makes a name in a folder survive a power cut: renaming is only on disk once the folder itself has been written.</summary>
internal static partial class Durable
{
    private const int ReadOnly = 0;

    public static void Folder(string path)
    {
        var handle = Open(path, ReadOnly);
        if (handle < 0) throw new IOException($"Cannot open the folder {path}", new Win32Exception(Marshal.GetLastPInvokeError()));
        try
        {
            if (FSync(handle) != 0) throw new IOException($"Cannot write the folder {path}", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int handle);
}
