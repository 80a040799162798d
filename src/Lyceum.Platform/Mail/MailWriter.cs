using System.Text;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Web;

namespace Lyceum.Platform.Mail;

/// <summary>A mail ready to go.</summary>
internal sealed record WrittenMail(string Subject, string Html, string Text);

/// <summary>Writes a mail from its texts: once as HTML, once as plain words with the same content.</summary>
internal sealed class MailWriter(House house, TextCatalogue catalogue, Origins? origins = null)
{
    public async Task<WrittenMail> Write(LyceumDb db, Guid id, MailMessage message, CancellationToken ct)
    {
        var school = house.Contributions.ReadLetterhead is { } read ? await read(db, message.Language, ct) : new Letterhead("Lyceum");
        return Write(school, id, message);
    }

    internal WrittenMail Write(Letterhead school, Guid id, MailMessage message)
    {
        var parts = new MailParts(catalogue.For(message.Language), message, school, id, Address(message.Link));
        return new WrittenMail(OneLine(parts.Subject), MailHtml.Of(parts), Plain(parts));
    }

    private string? Address(string? link) => link is null || !link.StartsWith('/') ? link : origins?.Main.TrimEnd('/') + link;

    // A line break in a subject would begin a header of its own.
    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);

    private static string Plain(MailParts parts)
    {
        var text = new StringBuilder();
        void Line(string? words)
        {
            if (!string.IsNullOrEmpty(words)) text.Append(words.Replace("**", "", StringComparison.Ordinal)).Append("\n\n");
        }
        Line(parts.Heading);
        Line(parts.Greeting);
        foreach (var paragraph in parts.Body) Line(paragraph);
        if (parts.Link is not null) Line($"{parts.Button}:\n{parts.Link}");
        if (parts.Code is not null) Line($"{parts.CodeLead}\n{parts.Code}");
        foreach (var paragraph in parts.After) Line(paragraph);
        Line(parts.AsideHeading);
        foreach (var paragraph in parts.AsideBody) Line(paragraph);
        text.Append("-- \n").Append(parts.Sender).Append('\n');
        if (parts.Why is not null) text.Append(parts.Why).Append('\n');
        text.Append(parts.Number).Append('\n');
        return text.ToString();
    }
}

/// <summary>The words of one mail, each in its place.</summary>
internal sealed class MailParts(Texts texts, MailMessage message, Letterhead school, Guid id, string? link)
{
    public Language Language => texts.Language;
    public string Institution => school.Name;

    /// <summary>The school with its address and whom to ask, in one line.</summary>
    public string Sender =>
        (school.Address is null ? school.Name : $"{school.Name}{texts["ui.comma"]}{school.Address}") + "."
        + (school.HelpAddress is null ? "" : " " + texts["platform.mail.questions", ("address", school.HelpAddress)]);
    public string Subject => Required("subject");
    public string Heading => Required("heading");
    public string? Preview => Optional("preview");
    public string? Greeting => message.Args.Any(a => a.Name == "name") ? texts["platform.mail.greeting", [.. message.Args]] : null;
    public IReadOnlyList<string> Body => Paragraphs(Required("body"));
    public string? Link => link;
    public string Button => Optional("button") ?? texts["platform.mail.open"];
    public string? Code => message.Code;
    public string CodeLead => Optional("code") ?? texts["platform.mail.code"];
    public string LinkLead => texts["platform.mail.link"];
    public IReadOnlyList<string> After => Paragraphs(Optional("after"));
    public string? AsideHeading => Optional("aside.heading");
    public IReadOnlyList<string> AsideBody => Paragraphs(Optional("aside.body"));
    public string? Why => Optional("why");
    public string Number => texts["platform.mail.number", ("number", id.ToString())];

    private string Required(string part) => texts[$"{message.Template}.{part}", [.. message.Args]];

    private string? Optional(string part) => texts.Knows($"{message.Template}.{part}") ? Required(part) : null;

    private static IReadOnlyList<string> Paragraphs(string? text) => text?.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
