using System.Buffers.Text;
using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace Lyceum.Platform.Web;

/// <summary>One page of a list and the cursor of the next, or null at the end. Keyset paging: no page is skipped or shown twice when rows are added.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Cuts a read of <c>limit + 1</c> rows into a page; the key of the last row shown becomes the cursor.</summary>
    public static Page<T> Of<TKey>(List<T> rows, PageRequest request, Func<T, TKey> key)
    {
        if (rows.Count <= request.Size) return new Page<T>(rows, null);
        rows.RemoveRange(request.Size, rows.Count - request.Size);
        return new Page<T>(rows, Cursor.Write(key(rows[^1])));
    }
}

/// <summary>Which page of a list is wanted: <c>?cursor=…&amp;limit=…</c>; 20 rows unless said, at most 100.</summary>
public readonly record struct PageRequest(string? Cursor, [property: DefaultValue(20)] int? Limit)
{
    /// <summary>Rows a page: 1 to 100.</summary>
    public int Size => Math.Clamp(Limit ?? 20, 1, 100);

    /// <summary>Rows to read: one more than shown tells whether there is a next page.</summary>
    public int Take => Size + 1;

    /// <summary>The key after which to read, or default on the first page. A cursor that is not ours is refused as 400.</summary>
    public Result<CursorKey<TKey>> After<TKey>() =>
        string.IsNullOrEmpty(Cursor) ? new CursorKey<TKey>(false, default) : Web.Cursor.Read<TKey>(Cursor) is { } key ? key : PlatformErrors.BadCursor;
}

/// <summary>The key a cursor carried; <see cref="Given"/> is false on the first page.</summary>
public sealed record CursorKey<TKey>(bool Given, TKey? Key);

/// <summary>Cursors are the last row's key as base64url JSON: opaque to callers, readable to us. They carry no rights; scope is checked on every read.</summary>
public static class Cursor
{
    /// <summary>The cursor after this key.</summary>
    public static string Write<TKey>(TKey key) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key, Json.Options));

    /// <summary>The key in a cursor, or null when it is not one of ours.</summary>
    public static CursorKey<TKey>? Read<TKey>(string cursor)
    {
        try
        {
            if (cursor.Length > 2000) return null;
            var key = JsonSerializer.Deserialize<TKey>(Base64Url.DecodeFromChars(cursor), Json.Options);
            return key is null ? null : new CursorKey<TKey>(true, key);
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException or NotSupportedException)
        {
            return null;
        }
    }
}
