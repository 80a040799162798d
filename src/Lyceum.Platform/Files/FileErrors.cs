namespace Lyceum.Platform.Files;

/// <summary>Why a file is not taken or not given.</summary>
public static class FileErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.files.not_found");
    public static readonly Refusal Empty = Refusal.Invalid("platform.files.empty");
    public static readonly Refusal NoFile = Refusal.Invalid("platform.files.no_file");
    public static readonly Refusal NoSuchPurpose = Refusal.Invalid(new FieldError("purpose", "platform.field.choice", ("choices", "picture, document, media")));
    public static readonly Refusal OneOnly = Refusal.Invalid("platform.files.one_only");
    public static readonly Refusal CutShort = Refusal.Unreadable("platform.files.cut_short");

    /// <summary>The kind is not on the list of the purpose; says which are.</summary>
    public static Refusal KindNotTaken(FilePurpose purpose) =>
        Refusal.Invalid("platform.files.kind_not_taken").With(("kinds", string.Join(", ", FileKind.For(purpose).Select(k => k.Extension))));

    /// <summary>The bytes are not what the name or the declared type says.</summary>
    public static Refusal NotWhatItSays(string extension) => Refusal.Invalid("platform.files.not_what_it_says").With(("kind", extension));

    /// <summary>More bytes than the purpose allows.</summary>
    public static Refusal TooLarge(long limit) => Refusal.TooLarge("platform.files.too_large").With(("megabytes", limit / 1_048_576));

    /// <summary>The person's share of this day is used up.</summary>
    public static readonly Refusal QuotaUsed = Refusal.TooMany("platform.files.quota_used", TimeSpan.FromHours(1));

    /// <summary>The link was right and its time is over.</summary>
    public static readonly Refusal LinkOver = Refusal.Gone("platform.files.link_over");

    /// <summary>The place of content does not answer; what was sent is not kept, what was kept is not lost.</summary>
    public static readonly Refusal Away = Refusal.Unavailable("platform.files.away", TimeSpan.FromSeconds(30));

    /// <summary>The place of content kept something else than it was sent; nothing of it is left.</summary>
    public static readonly Refusal Garbled = Refusal.Unavailable("platform.files.garbled", TimeSpan.FromSeconds(30));

    /// <summary>Content can be moved only to a place that is configured.</summary>
    internal static Refusal NoSuchPlace(ContentPlaces places) =>
        Refusal.Invalid(new FieldError("to", "platform.field.choice", ("choices", string.Join(", ", places.All.Select(p => p.Name).Order(StringComparer.Ordinal)))));

    public static readonly Refusal MoveGoesOn = Refusal.Conflict("platform.files.move_goes_on");
    public static readonly Refusal NotAllMoved = Refusal.Conflict("platform.files.not_all_moved");

    /// <summary>A session cookie came to the content origin, where it must never be.</summary>
    public static readonly Refusal WrongHost = Refusal.Unreadable("platform.files.wrong_host");
}
