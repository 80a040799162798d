namespace Lyceum.Platform.Database;

/// <summary>
/// Cuts SQL text into its statements. Needed because several statements sent at once are one transaction, which
/// CREATE INDEX CONCURRENTLY refuses, and because an error should name the statement. Function bodies must be quoted with dollars.
/// </summary>
internal static class SqlStatements
{
    internal sealed record Statement(string Text, int Line);

    public static IReadOnlyList<Statement> Cut(string sql)
    {
        var found = new List<Statement>();
        var (start, position) = (0, 0);
        while (position < sql.Length)
        {
            if (sql[position] == ';')
            {
                Add(start, position);
                start = ++position;
            }
            else
            {
                position = PastToken(sql, position);
            }
        }
        Add(start, sql.Length);
        return found;

        void Add(int from, int to)
        {
            var first = PastBlank(sql, from);
            if (first < to) found.Add(new Statement(sql[first..to].Trim(), 1 + sql.AsSpan(0, first).Count('\n')));
        }
    }

    /// <summary>The text without comments and with what is quoted by ' or $ emptied: for reading keywords.</summary>
    public static string Bare(string sql)
    {
        var bare = new System.Text.StringBuilder(sql.Length);
        for (var position = 0; position < sql.Length;)
        {
            var next = PastToken(sql, position);
            var token = sql.AsSpan(position, next - position);
            if (token.StartsWith("--") || token.StartsWith("/*")) bare.Append(' ');
            else if (token.Length > 1 && token[0] is '\'' or '$') bare.Append("''");
            else bare.Append(token);
            position = next;
        }
        return bare.ToString();
    }

    private static int PastBlank(string sql, int position)
    {
        while (position < sql.Length)
        {
            if (char.IsWhiteSpace(sql[position])) position++;
            else if (At(sql, position, "--") || At(sql, position, "/*")) position = PastToken(sql, position);
            else break;
        }
        return position;
    }

    private static int PastToken(string sql, int position)
    {
        if (At(sql, position, "--")) return End(sql, sql.IndexOf('\n', position), 1);
        if (At(sql, position, "/*")) return PastComment(sql, position);
        if (sql[position] == '\'') return PastQuote(sql, position, '\'', backslash: position > 0 && sql[position - 1] is 'e' or 'E');
        if (sql[position] == '"') return PastQuote(sql, position, '"', backslash: false);
        if (sql[position] == '$' && DollarTag(sql, position) is { } tag) return End(sql, sql.IndexOf(tag, position + tag.Length, StringComparison.Ordinal), tag.Length);
        return position + 1;
    }

    private static int PastQuote(string sql, int position, char quote, bool backslash)
    {
        for (position++; position < sql.Length; position++)
        {
            if (backslash && sql[position] == '\\') position++;
            else if (sql[position] == quote) return position + 1;       // a doubled quote is simply the next token
        }
        return sql.Length;
    }

    private static int PastComment(string sql, int position)
    {
        var depth = 0;                                                  // PostgreSQL's comments nest
        for (; position < sql.Length; position++)
        {
            if (At(sql, position, "/*")) (depth, position) = (depth + 1, position + 1);
            else if (At(sql, position, "*/"))
            {
                position++;
                if (--depth == 0) return position + 1;
            }
        }
        return sql.Length;
    }

    private static string? DollarTag(string sql, int position)
    {
        // $1 is a parameter and a$b$ is a name; $$ and $body$ open a quotation.
        if (position > 0 && (char.IsLetterOrDigit(sql[position - 1]) || sql[position - 1] == '_')) return null;
        for (var end = position + 1; end < sql.Length; end++)
        {
            if (sql[end] == '$') return sql[position..(end + 1)];
            if (!(char.IsLetter(sql[end]) || sql[end] == '_' || (char.IsDigit(sql[end]) && end > position + 1))) return null;
        }
        return null;
    }

    private static int End(string sql, int found, int length) => found < 0 ? sql.Length : found + length;

    private static bool At(string sql, int position, string token) => string.CompareOrdinal(sql, position, token, 0, token.Length) == 0;
}
