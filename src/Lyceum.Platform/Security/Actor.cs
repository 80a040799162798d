namespace Lyceum.Platform.Security;

/// <summary>Who acts: a signed-in person, the system under a name, or nobody yet. Carries what the actor may do and how far.</summary>
public sealed record Actor
{
    private readonly IReadOnlyDictionary<string, Reach> _permissions;

    /// <summary>A signed-in person.</summary>
    public Actor(Guid personId, Guid accountId, string label, IReadOnlyDictionary<string, Reach> permissions)
    {
        PersonId = personId;
        AccountId = accountId;
        Label = label;
        _permissions = permissions;
    }

    private Actor(string label, IReadOnlyDictionary<string, Reach> permissions)
    {
        Label = label;
        _permissions = permissions;
    }

    /// <summary>Nobody is signed in.</summary>
    public static readonly Actor Nobody = new("anonymous", new Dictionary<string, Reach>(StringComparer.Ordinal));

    /// <summary>A named part of the system (a job, a CLI verb) with exactly the permissions listed, school-wide.</summary>
    public static Actor System(string name, params IEnumerable<string> permissions) =>
        new($"system:{name}", permissions.ToDictionary(p => p, _ => Reach.All, StringComparer.Ordinal));

    /// <summary>The person who acts, or null for nobody and for the system.</summary>
    public Guid? PersonId { get; }

    /// <summary>The account signed in with, or null.</summary>
    public Guid? AccountId { get; }

    /// <summary>The sign-in session or API token used, or null.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Who really sits there while they act for <see cref="PersonId"/> (A8); null when the person acts themselves.</summary>
    public Guid? ActingId { get; init; }

    /// <summary>What the audit log shows: <c>person:UUID</c>, <c>person:UUID as person:UUID</c>, <c>system:name</c> or <c>anonymous</c>; never a name (names change and are personal data).</summary>
    public string Label { get; }

    /// <summary>The roles held, for choosing what to show; decisions ask <see cref="May"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>True when somebody is signed in.</summary>
    public bool SignedIn => PersonId is not null;

    /// <summary>All permissions held.</summary>
    public IEnumerable<string> Permissions => _permissions.Keys;

    /// <summary>True when the permission is held at any reach.</summary>
    public bool May(string permission) => _permissions.ContainsKey(permission);

    /// <summary>How far the permission reaches, or null when it is not held. The first condition of every query is built from this.</summary>
    public Reach? ReachOf(string permission) => _permissions.TryGetValue(permission, out var reach) ? reach : null;

    /// <summary>True when the permission reaches at least this far.</summary>
    public bool Reaches(string permission, Reach reach) => _permissions.TryGetValue(permission, out var held) && held >= reach;

    /// <summary>The same actor holding only these permissions (an API token narrowed by its scopes).</summary>
    public Actor NarrowedTo(IReadOnlySet<string> permissions) =>
        new(PersonId!.Value, AccountId!.Value, Label, _permissions.Where(p => permissions.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal))
        {
            SessionId = SessionId,
            ActingId = ActingId,
            Roles = Roles,
        };
}
