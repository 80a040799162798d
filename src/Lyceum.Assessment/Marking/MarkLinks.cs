namespace Lyceum.Assessment.Marking;

/// <summary>The addresses of marking, with the filter that goes along from answer to answer.</summary>
internal sealed record MarkLinks(string Course, string Section, Guid? Question, bool Nameless)
{
    public string Queue => Addresses.Marking(Course, Section);

    public string Sheet(Guid id, string? saved = null) => With($"{Queue}/{id}", ("saved", saved));

    public string Page(bool marked, string? cursor, string? done = null) => With(Queue, ("marked", marked ? "yes" : null), ("cursor", cursor), ("done", done));

    private string With(string path, params (string Name, string? Value)[] more)
    {
        var query = string.Join('&', more.Prepend(("names", Nameless ? "hidden" : null)).Prepend(("question", Question?.ToString())).Where(q => q.Item2 is not null).Select(q => $"{q.Item1}={Uri.EscapeDataString(q.Item2!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
