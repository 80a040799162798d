namespace Lyceum.Platform.Ui;

/// <summary>The shape and colour of a state. The word beside it is the caller's: a shape never stands alone.</summary>
public enum StatusKind
{
    /// <summary>Tick: done, valid, active.</summary>
    Ok,

    /// <summary>Triangle: needs attention, expiring, late.</summary>
    Warn,

    /// <summary>Hourglass: waiting for somebody or for a time.</summary>
    Wait,

    /// <summary>Cross: failed, refused, revoked.</summary>
    Bad,

    /// <summary>Diamond: new, to do.</summary>
    New,

    /// <summary>Ring: draft, not started.</summary>
    Draft,

    /// <summary>Half disc: in progress, partly.</summary>
    Half,

    /// <summary>Lock: frozen, closed.</summary>
    Frozen,
}

/// <summary>The class that draws a state.</summary>
public static class StatusKinds
{
    /// <summary>“is-ok” and its like.</summary>
    public static string Class(this StatusKind kind) => kind switch
    {
        StatusKind.Ok => "is-ok",
        StatusKind.Warn => "is-warn",
        StatusKind.Wait => "is-wait",
        StatusKind.Bad => "is-bad",
        StatusKind.New => "is-new",
        StatusKind.Draft => "is-draft",
        StatusKind.Half => "is-half",
        _ => "is-frozen",
    };
}

/// <summary>A step on the way to this page, the parent first; the page itself is not among them.</summary>
public sealed record Crumb(string Text, string Href);

/// <summary>A word of a row of tabs. <paramref name="Note"/> is a quiet count beside it: “31 of 48”.</summary>
public sealed record Tab(string Text, string Href, string? Note = null);

/// <summary>A filter that is set, kept in the address; following <paramref name="RemoveHref"/> takes it out.</summary>
public sealed record Chip(string Name, string Value, string RemoveHref);

/// <summary>One choice of a select or a group of radio buttons.</summary>
public sealed record Choice(string Value, string Text, string? Hint = null);
