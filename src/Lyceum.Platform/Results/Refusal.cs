namespace Lyceum.Platform;

/// <summary>
/// An expected "no", as a value: what was refused, under a stable code that is also the key of its text
/// (<c>academics.enrolment.full</c>). Exceptions are for bugs; a refusal is part of the contract.
/// The status is abstract, so that no kind of refusal can fall through to 500.
/// </summary>
public abstract record Refusal(string Code)
{
    /// <summary>The HTTP status this refusal answers with (RFC 9110).</summary>
    public abstract int Status { get; }

    /// <summary>Values for the placeholders of the text, by name.</summary>
    public IReadOnlyList<(string Name, object? Value)> Args { get; init; } = [];

    /// <summary>Errors by field of the command (camelCase); empty where the refusal is not about fields.</summary>
    public IReadOnlyList<FieldError> Fields { get; init; } = [];

    /// <summary>Work that must outlive the rollback (a throttle count, a failed sign-in); the door runs it in a second short transaction.</summary>
    internal Func<Act, Task>? Recorded { get; init; }

    /// <summary>The same refusal with values for its text.</summary>
    public Refusal With(params (string Name, object? Value)[] args) => this with { Args = args };

    /// <summary>The same refusal, with work the door carries out after the rollback, in its own transaction.</summary>
    public Refusal Recording(Func<Act, Task> record) => this with { Recorded = record };

    /// <summary>404: there is no such thing, or the actor may not know of it.</summary>
    public static Refusal NotFound(string code) => new NotFoundRefusal(code);

    /// <summary>401: sign in first.</summary>
    public static Refusal NotSignedIn(string code) => new NotSignedInRefusal(code);

    /// <summary>403: known, and not allowed to this actor.</summary>
    public static Refusal NotAllowed(string code) => new NotAllowedRefusal(code);

    /// <summary>409: the state of the world forbids it; trying again later or after a reload may succeed.</summary>
    public static Refusal Conflict(string code) => new ConflictRefusal(code);

    /// <summary>412: the caller's version is not the current one.</summary>
    public static Refusal Stale(string code) => new StaleRefusal(code);

    /// <summary>410: it existed and is over (a used link, an expired token, a revoked document).</summary>
    public static Refusal Gone(string code) => new GoneRefusal(code);

    /// <summary>400: the request cannot be read at all.</summary>
    public static Refusal Unreadable(string code) => new UnreadableRefusal(code);

    /// <summary>413: more bytes than the limit.</summary>
    public static Refusal TooLarge(string code) => new TooLargeRefusal(code);

    /// <summary>429: too often; try again after the given time.</summary>
    public static Refusal TooMany(string code, TimeSpan retryAfter) => new TooManyRefusal(code, retryAfter);

    /// <summary>503: a part we depend on is away; nothing was lost.</summary>
    public static Refusal Unavailable(string code, TimeSpan retryAfter) => new UnavailableRefusal(code, retryAfter);

    /// <summary>422: readable, but a rule says no. Without fields the text of the code says which.</summary>
    public static Refusal Invalid(string code) => new InvalidRefusal(code);

    /// <summary>422 with every field error at once.</summary>
    public static Refusal Invalid(params IReadOnlyList<FieldError> errors) => new InvalidRefusal("platform.request.invalid") { Fields = errors };
}

/// <summary>One field's error: the field (camelCase), the text key, and values for the text.</summary>
public sealed record FieldError(string Field, string Code, params (string Name, object? Value)[] Args);

/// <inheritdoc cref="Refusal.NotFound(string)"/>
public sealed record NotFoundRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 404; }

/// <inheritdoc cref="Refusal.NotSignedIn(string)"/>
public sealed record NotSignedInRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 401; }

/// <inheritdoc cref="Refusal.NotAllowed(string)"/>
public sealed record NotAllowedRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 403; }

/// <inheritdoc cref="Refusal.Conflict(string)"/>
public sealed record ConflictRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 409; }

/// <inheritdoc cref="Refusal.Stale(string)"/>
public sealed record StaleRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 412; }

/// <inheritdoc cref="Refusal.Gone(string)"/>
public sealed record GoneRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 410; }

/// <inheritdoc cref="Refusal.Unreadable(string)"/>
public sealed record UnreadableRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 400; }

/// <inheritdoc cref="Refusal.TooLarge(string)"/>
public sealed record TooLargeRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 413; }

/// <inheritdoc cref="Refusal.Invalid(string)"/>
public sealed record InvalidRefusal(string Code) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 422; }

/// <inheritdoc cref="Refusal.TooMany(string, TimeSpan)"/>
public sealed record TooManyRefusal(string Code, TimeSpan RetryAfter) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 429; }

/// <inheritdoc cref="Refusal.Unavailable(string, TimeSpan)"/>
public sealed record UnavailableRefusal(string Code, TimeSpan RetryAfter) : Refusal(Code) { /// <inheritdoc/>
    public override int Status => 503; }
