using System.Text.RegularExpressions;

namespace Lyceum.Platform.Database;

/// <summary>Finds statements in migrations that would stop a running school: that rewrite, scan or lock a table with rows in it.</summary>
internal static partial class MigrationLinter
{
    public static IEnumerable<string> Objections(MigrationFile file) =>
        [.. Objections(file.Id, file.Sql, file.OutsideTransaction), .. Objections($"{file.Id}.down", file.DownSql, file.DownOutsideTransaction)];

    private static IEnumerable<string> Objections(string name, string sql, bool outside)
    {
        // A table made by the same file is empty and known to nobody: there is nothing to block.
        var statements = SqlStatements.Cut(sql).Select(s => (s.Line, Text: Spaces.Replace(SqlStatements.Bare(s.Text), " ").Trim())).ToList();
        var created = statements.Select(s => CreatedTable.Match(s.Text)).Where(m => m.Success).Select(m => Plain(m.Groups["table"].Value)).ToHashSet(StringComparer.Ordinal);

        foreach (var (line, text) in statements)
        {
            if (Objection(text, created, outside) is { } objection) yield return $"{name}.sql line {line}: {objection}";
        }
    }

    private static string? Objection(string text, HashSet<string> created, bool outside)
    {
        if (IndexOn.Match(text) is { Success: true } index && !created.Contains(Plain(index.Groups["table"].Value)))
        {
            if (!index.Groups["how"].Success) return "an index on a table that exists is built CONCURRENTLY, in a file that begins with '-- no-transaction'";
            if (!index.Groups["once"].Success) return "a concurrent index needs IF NOT EXISTS: the file is run again when it was cut short";
            if (!outside) return "CREATE INDEX CONCURRENTLY needs '-- no-transaction' as the first line";
        }
        if (AlteredTable.Match(text) is { Success: true } alter && !created.Contains(Plain(alter.Groups["table"].Value)))
        {
            foreach (var action in Actions(text[alter.Length..]))
            {
                if (NotNullColumn.IsMatch(action) && !action.Contains(" DEFAULT ", StringComparison.OrdinalIgnoreCase)) return "ADD COLUMN … NOT NULL needs a DEFAULT, or it fails on the first row";
                if (ChangedType.IsMatch(action)) return "a changed column type rewrites the table under a lock: add a column, back-fill, switch";
                if (SetNotNull.IsMatch(action)) return "SET NOT NULL scans the table under a lock: add CHECK (x IS NOT NULL) NOT VALID, then VALIDATE";
                if (NewConstraint.IsMatch(action) && !action.Contains("NOT VALID", StringComparison.OrdinalIgnoreCase) && !text.Contains("NOT VALID", StringComparison.OrdinalIgnoreCase) && !action.Contains("USING INDEX", StringComparison.OrdinalIgnoreCase))
                    return "a new constraint on a table that exists is added NOT VALID and validated in the next file";
            }
        }
        return Whole.IsMatch(text) ? "VACUUM FULL, CLUSTER and LOCK TABLE stop everybody" : null;
    }

    // Commas within parentheses belong to a type or an expression.
    private static IEnumerable<string> Actions(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    private static string Plain(string table) => table.Replace("\"", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces { get; }

    [GeneratedRegex(@"^CREATE (UNLOGGED |TEMP |TEMPORARY )?(TABLE|MATERIALIZED VIEW) (IF NOT EXISTS )?(?<table>[\w.""]+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex CreatedTable { get; }

    [GeneratedRegex(@"^CREATE (UNIQUE )?INDEX (?<how>CONCURRENTLY )?(?<once>IF NOT EXISTS )?([\w]+ )?ON (ONLY )?(?<table>[\w.""]+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex IndexOn { get; }

    [GeneratedRegex(@"^ALTER TABLE (IF EXISTS )?(ONLY )?(?<table>[\w.""]+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AlteredTable { get; }

    [GeneratedRegex(@"^ ?ADD (COLUMN )?(?!CONSTRAINT).* NOT NULL", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NotNullColumn { get; }

    [GeneratedRegex(@"^ ?ALTER (COLUMN )?\S+ (SET DATA )?TYPE ", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ChangedType { get; }

    [GeneratedRegex(@"^ ?ALTER (COLUMN )?\S+ SET NOT NULL", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SetNotNull { get; }

    [GeneratedRegex(@"^ ?ADD (CONSTRAINT \S+ )?(CHECK|FOREIGN KEY|UNIQUE|PRIMARY KEY|EXCLUDE)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NewConstraint { get; }

    [GeneratedRegex("^(VACUUM FULL|CLUSTER|LOCK TABLE)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Whole { get; }
}
