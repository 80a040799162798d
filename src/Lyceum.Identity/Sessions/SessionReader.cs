using Lyceum.Identity.Acting;
using Lyceum.Identity.SecondStep;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Npgsql;
using NpgsqlTypes;

namespace Lyceum.Identity.Sessions;

/// <summary>With what somebody came.</summary>
internal enum Credential
{
    /// <summary>The cookie of a browser.</summary>
    Cookie,

    /// <summary>An API token its owner made.</summary>
    ApiToken,

    /// <summary>The access token of an app.</summary>
    AccessToken,
}

/// <summary>Who came with a token: the actor with all rights, and what the layout needs without another statement.</summary>
internal sealed record SignedIn(Actor Actor, string Name, string Language, string? Zone, DateTimeOffset ExpiresAt, DateTimeOffset LastSeenAt, bool Kept, Credential Came)
{
    public string? AvatarHash { get; init; }
    public string? AvatarType { get; init; }

    /// <summary>When this session, or this token, began.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The school asks them for a second step and they have none: until then they hold nothing but their own account.</summary>
    public bool OwesSecondStep { get; init; }

    /// <summary>Set while somebody else sits there: the actor, the name and the picture are the person's, the session and the language theirs.</summary>
    public ActingAs? Acting { get; init; }
}

/// <summary>That the session acts for this person until then; by whom, as a name.</summary>
internal sealed record ActingAs(Guid Id, Guid PersonId, string By, DateTimeOffset Until);

/// <summary>What a person who can sign in holds, and how they are shown.</summary>
internal sealed record Standing(Guid AccountId, string Name, string? Zone, string? AvatarHash, string? AvatarType, IReadOnlyList<string> Roles, IReadOnlyDictionary<string, Reach> Permissions);

/// <summary>
/// One statement from token to actor: session, API token or access token, account, person, roles, school roles, grants. On a connection of its own,
/// because it runs before the request's context is anybody's; time is a parameter, so that the clock decides and not the database.
/// </summary>
internal sealed class SessionReader(NpgsqlDataSource database, House house, SystemMode mode, SchoolEnvironment environment, SchoolSettings settings)
{
    private const string Rights = """
        (SELECT coalesce(array_agg(r.role ORDER BY r.role), '{}') FROM identity.role_assignments r
          WHERE r.person_id = s.person_id AND r.ended_at IS NULL AND r.from_at <= $2 AND (r.until_at IS NULL OR r.until_at > $2)),
        (SELECT coalesce(array_agg(e.right_), '{}') FROM (
            SELECT rp.permission || ' ' || rp.reach AS right_
              FROM identity.role_assignments r JOIN identity.roles sr ON sr.key = r.role AND sr.archived_at IS NULL JOIN identity.role_permissions rp ON rp.role_id = sr.id
             WHERE r.person_id = s.person_id AND r.ended_at IS NULL AND r.from_at <= $2 AND (r.until_at IS NULL OR r.until_at > $2)
            UNION ALL
            SELECT g.permission || ' ' || g.reach FROM identity.grants g
             WHERE g.person_id = s.person_id AND g.ended_at IS NULL AND g.from_at <= $2 AND g.until_at > $2) e)
        """;

    private const string SecondStep = $$"""
        a.totp_confirmed_at IS NOT NULL OR a.passkey_count > 0, (SELECT value #>> '{}' FROM platform.settings WHERE key = '{{SecondStepRules.Key}}'),
        coalesce((SELECT value = 'true' FROM platform.settings WHERE key = 'demo'), false)
        """;

    private const string SessionSql = $"""
        SELECT s.id, s.person_id, s.account_id, p.display_name, p.language, p.zone, s.expires_at, s.last_seen_at, s.kept, NULL::text[], {Rights}, p.avatar_hash, p.avatar_type, s.second_step_vouched OR {SecondStep}, s.created_at, i.id, i.person_id, i.until_at
          FROM identity.sessions s JOIN identity.accounts a ON a.id = s.account_id JOIN identity.people p ON p.id = s.person_id
          LEFT JOIN identity.impersonations i ON i.session_id = s.id AND i.ended_at IS NULL AND i.until_at > $2
         WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND a.disabled_at IS NULL
        """;

    private const string TokenSql = $"""
        SELECT s.id, s.person_id, s.account_id, p.display_name, p.language, p.zone, s.expires_at, coalesce(s.last_used_at, s.created_at), true, s.scopes, {Rights}, p.avatar_hash, p.avatar_type, {SecondStep}, s.created_at, NULL::uuid, NULL::uuid, NULL::timestamptz
          FROM identity.api_tokens s JOIN identity.accounts a ON a.id = s.account_id JOIN identity.people p ON p.id = s.person_id
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND a.disabled_at IS NULL
        """;

    private const string AccessSql = $"""
        SELECT s.id, s.person_id, s.account_id, p.display_name, p.language, p.zone, t.access_expires_at, s.last_seen_at, s.kept, NULL::text[], {Rights}, p.avatar_hash, p.avatar_type, {SecondStep}, s.created_at, NULL::uuid, NULL::uuid, NULL::timestamptz
          FROM identity.token_pairs t JOIN identity.sessions s ON s.id = t.session_id JOIN identity.accounts a ON a.id = s.account_id JOIN identity.people p ON p.id = s.person_id
         WHERE t.access_hash = $1 AND t.access_expires_at > $2 AND s.ended_at IS NULL AND a.disabled_at IS NULL
        """;

    private const string StandingSql = $"""
        SELECT a.id, p.display_name, p.zone, p.avatar_hash, p.avatar_type, {Rights}
          FROM (SELECT $1::uuid AS person_id) s JOIN identity.accounts a ON a.person_id = s.person_id JOIN identity.people p ON p.id = s.person_id
         WHERE a.disabled_at IS NULL AND a.email_verified_at IS NOT NULL
        """;

    public async Task<SignedIn?> Read(byte[] hash, Credential came, DateTimeOffset now, CancellationToken ct)
    {
        SignedIn? found;
        await using (var command = database.CreateCommand(came switch { Credential.ApiToken => TokenSql, Credential.AccessToken => AccessSql, _ => SessionSql }))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = hash, NpgsqlDbType = NpgsqlDbType.Bytea });
            command.Parameters.Add(new NpgsqlParameter { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await using var row = await command.ExecuteReaderAsync(ct);
            if (!await row.ReadAsync(ct)) return null;
            found = Of(row, came);
        }
        if (came == Credential.Cookie && !SessionLife.In(settings).IsLive(found, now)) return null;
        if (now - found.LastSeenAt >= TimeSpan.FromMinutes(1)) await Touch(found, now, ct);
        return found.Acting is null ? found : await As(found, found.Acting, now, ct);
    }

    /// <summary>What a person holds now, and how they are shown; null for whoever cannot sign in.</summary>
    public async Task<Standing?> Standing(Guid person, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(StandingSql);
        command.Parameters.Add(new NpgsqlParameter { Value = person });
        command.Parameters.Add(new NpgsqlParameter { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return null;
        return StandingOf(row);
    }

    /// <summary>The person for whom the session acts, as long as both hold what that asks for; else it is over, and whoever sits there is themselves again.</summary>
    private async Task<SignedIn> As(SignedIn self, ActingAs acting, DateTimeOffset now, CancellationToken ct)
    {
        if (!self.Actor.May(IdentityPermissions.Impersonate) || await Standing(acting.PersonId, now, ct) is not { } other
            || ActingRules.Objection(house, self.Actor.ReachOf, other.Roles, other.Permissions) is not null)
        {
            if (!mode.IsReadOnly) await Lose(acting.Id, now, ct);
            return self with { Acting = null };
        }
        var actor = new Actor(acting.PersonId, other.AccountId, $"{self.Actor.Label} as person:{acting.PersonId}", other.Permissions)
        {
            SessionId = self.Actor.SessionId,
            ActingId = self.Actor.PersonId,
            Roles = other.Roles,
        };
        return self with { Actor = actor, Name = other.Name, Zone = other.Zone, AvatarHash = other.AvatarHash, AvatarType = other.AvatarType };
    }

    private async Task Lose(Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand("UPDATE identity.impersonations SET ended_at = $2, end_reason = 'rights_lost' WHERE id = $1 AND ended_at IS NULL AND until_at > $2");
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        command.Parameters.Add(new NpgsqlParameter { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>At most once a minute, and not while the school is read-only: being seen is not worth an error.</summary>
    private async Task Touch(SignedIn found, DateTimeOffset now, CancellationToken ct)
    {
        if (mode.IsReadOnly) return;
        var sql = found.Came == Credential.ApiToken
            ? "UPDATE identity.api_tokens SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)"
            : "UPDATE identity.sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = found.Actor.SessionId!.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }

    private SignedIn Of(NpgsqlDataReader row, Credential came)
    {
        var person = row.GetGuid(1);
        var roles = row.GetFieldValue<string[]>(10);
        var permissions = Permissions(roles, row.GetFieldValue<string[]>(11));
        var actor = new Actor(person, row.GetGuid(2), $"person:{person}", permissions) { SessionId = row.GetGuid(0), Roles = roles };
        var owes = OwesSecondStep(row, roles);
        if (owes) actor = actor.NarrowedTo(OwnAccountOnly);
        if (!row.IsDBNull(9)) actor = actor.NarrowedTo(row.GetFieldValue<string[]>(9).ToHashSet(StringComparer.Ordinal));
        return new SignedIn(actor, row.GetString(3), row.GetString(4), Text(row, 5),
            row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7), row.GetBoolean(8), came)
        {
            AvatarHash = Text(row, 12),
            AvatarType = Text(row, 13),
            OwesSecondStep = owes,
            CreatedAt = row.GetFieldValue<DateTimeOffset>(17),
            Acting = row.IsDBNull(18) ? null : new ActingAs(row.GetGuid(18), row.GetGuid(19), row.GetString(3), row.GetFieldValue<DateTimeOffset>(20)),
        };
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private Standing StandingOf(NpgsqlDataReader row)
    {
        var roles = row.GetFieldValue<string[]>(5);
        return new Standing(row.GetGuid(0), row.GetString(1), Text(row, 2), Text(row, 3), Text(row, 4), roles, Permissions(roles, row.GetFieldValue<string[]>(6)));
    }

    private bool OwesSecondStep(NpgsqlDataReader row, string[] roles)
    {
        if (row.GetBoolean(14)) return false;
        // The environment over the database, and the database as it is this moment: whoever owes a second step owes it at once.
        var set = settings.SetOutside(SecondStepRules.Setting) is { } outside ? outside : row.IsDBNull(15) ? (SecondStepFor?)null : Enum.Parse<SecondStepFor>(row.GetString(15), ignoreCase: true);
        return SecondStepRules.Asks(SecondStepRules.InForce(set, environment.IsProduction, row.GetBoolean(16)), roles, row.GetFieldValue<string[]>(11).Length > 0);
    }

    private static readonly HashSet<string> OwnAccountOnly = new(StringComparer.Ordinal) { IdentityPermissions.OwnAccount };

    /// <summary>Built-in roles from the code, the rest as rows; the widest reach wins; a permission no room declares any more is dropped.</summary>
    internal Dictionary<string, Reach> Permissions(IEnumerable<string> roles, IEnumerable<string> rights)
    {
        var permissions = house.Contributions.PermissionsOf(roles);
        foreach (var right in rights)
        {
            var space = right.IndexOf(' ', StringComparison.Ordinal);
            var (name, reach) = (right[..space], Enum.Parse<Reach>(right[(space + 1)..], ignoreCase: true));
            if (!house.Contributions.Permissions.Any(p => p.Name == name)) continue;
            if (!permissions.TryGetValue(name, out var known) || known < reach) permissions[name] = reach;
        }
        return permissions;
    }
}
