using System.Text;
using Lyceum.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Platform.Search;

/// <summary>A piece of a title or text; <paramref name="Found"/> when it is a word that was looked for. Text, never HTML.</summary>
public sealed record FoundPiece(string Text, bool Found);

/// <summary>
/// Finds in texts the words that a search found them by. PostgreSQL's own <c>ts_headline</c> compares letters with their accents on; this folds as
/// the index does, and asks the database only which of the words share a stem with those that were typed.
/// </summary>
public sealed class SearchMarks
{
    private const int Before = 60, Longest = 240;
    private readonly HashSet<string> _found;
    private readonly string[] _typed;

    private SearchMarks(string[] typed, HashSet<string> found) => (_typed, _found) = (typed, found);

    /// <summary>Marks words that begin with one that was typed; no statement.</summary>
    public static SearchMarks ByBeginning(string plain) => new(plain.Split(' '), []);

    /// <summary>Marks words by their beginnings and by their stems. One statement.</summary>
    public static async Task<SearchMarks> ByStem(LyceumDb db, string plain, IEnumerable<string> texts, CancellationToken ct)
    {
        var typed = plain.Split(' ');
        string[] words = [.. texts.SelectMany(t => Words(t).Select(w => w.Folded)).Distinct(StringComparer.Ordinal).Where(w => w.Length > 1)];
        if (words.Length == 0) return new SearchMarks(typed, []);
        var found = await db.Database.SqlQuery<string>(
            $"""
            SELECT w AS "Value" FROM unnest({words}) AS d(w)
            WHERE platform.stems(w) && (SELECT coalesce(array_agg(s), ARRAY[]::text[]) FROM unnest({typed}) AS t(t), unnest(platform.stems(t)) AS s)
            """).ToListAsync(ct);
        return new SearchMarks(typed, [.. found]);
    }

    /// <summary>The whole text in pieces.</summary>
    public IReadOnlyList<FoundPiece> Whole(string text) => Pieces(text, 0, text.Length);

    /// <summary>Some words around the first that was found, or the beginning where none was; an ellipsis stands where text is left out.</summary>
    public IReadOnlyList<FoundPiece> Excerpt(string text)
    {
        var first = Words(text).FirstOrDefault(w => Is(w.Folded)).Start;
        var start = first <= Before ? 0 : text.IndexOf(' ', first - Before) is var space and >= 0 && space < first ? space + 1 : first;
        var end = Math.Min(text.Length, start + Longest);
        if (end < text.Length && text.LastIndexOf(' ', end - 1, end - start) is var cut && cut > first) end = cut;
        if (end < text.Length && char.IsLowSurrogate(text[end])) end--;
        List<FoundPiece> pieces = [.. Pieces(text, start, end)];
        if (start > 0) pieces.Insert(0, new FoundPiece("… ", false));
        if (end < text.Length) pieces.Add(new FoundPiece(" …", false));
        return pieces;
    }

    private List<FoundPiece> Pieces(string text, int start, int end)
    {
        List<FoundPiece> pieces = [];
        var at = start;
        foreach (var word in Words(text).SkipWhile(w => w.Start < start).TakeWhile(w => w.End <= end).Where(w => Is(w.Folded)))
        {
            if (word.Start > at) pieces.Add(new FoundPiece(text[at..word.Start], false));
            pieces.Add(new FoundPiece(text[word.Start..word.End], true));
            at = word.End;
        }
        if (at < end) pieces.Add(new FoundPiece(text[at..end], false));
        return pieces;
    }

    private bool Is(string folded) => _found.Contains(folded) || Array.Exists(_typed, t => folded.StartsWith(t, StringComparison.Ordinal));

    private readonly record struct Word(int Start, int End, string Folded);

    private static IEnumerable<Word> Words(string text)
    {
        var (start, at) = (-1, 0);
        while (at <= text.Length)
        {
            var rune = at < text.Length ? Rune.TryGetRuneAt(text, at, out var r) ? r : Rune.ReplacementChar : new Rune(' ');
            var within = Rune.IsLetterOrDigit(rune) || (start >= 0 && SearchWords.IsMark(rune));
            if (within && start < 0) start = at;
            if (!within && start >= 0)
            {
                yield return new Word(start, at, SearchWords.Fold(text[start..at]));
                start = -1;
            }
            at += rune.Utf16SequenceLength;
        }
    }
}
