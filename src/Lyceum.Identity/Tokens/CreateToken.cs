using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Sessions;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Identity.Tokens;

/// <summary>Makes an API token of one's own. Without scopes it may all its owner may; it lives 1 to 365 days, 90 unless said.</summary>
[Requires(IdentityPermissions.OwnAccount), InPerson]
public sealed record CreateToken([Required, StringLength(100, MinimumLength = 1)] string Name, [MaxLength(100)] IReadOnlyList<string>? Scopes, [Range(1, ApiToken.MostDays)] int? Days);

/// <summary>Makes an API token for the account with this address; only the machine's owner may, by the command line.</summary>
[Requires(IdentityPermissions.SeedAccounts)]
public sealed record CreateTokenFor([Required, EmailAddress] string Email, [Required, StringLength(100, MinimumLength = 1)] string Name, [MaxLength(100)] IReadOnlyList<string>? Scopes, [Range(1, ApiToken.MostDays)] int? Days);

/// <summary>A new token. <see cref="Token"/> is there once and never stored: a repeated request gets null.</summary>
public sealed record NewToken(Guid Id, string Name, string Hint, IReadOnlyList<string>? Scopes, DateTimeOffset ExpiresAt, [property: JsonIgnore] string? Token = null);

/// <summary>How tokens are made.</summary>
public static class CreatingTokens
{
    public static async Task<Result<NewToken>> Handle(CreateToken command, Act act)
    {
        var scopes = command.Scopes is { Count: > 0 } some ? some.Distinct(StringComparer.Ordinal).ToArray() : null;
        if (scopes?.FirstOrDefault(s => !act.Actor.May(s)) is { } missing) return TokenErrors.ScopeNotHeld(missing);

        var expires = act.Now.AddDays(command.Days ?? 90);
        // A token that makes a token cannot widen or outlive itself.
        if (act.Actor.SessionId is { } parent && await act.Db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == parent, act.Ct) is { } used)
        {
            scopes ??= used.Scopes;
            if (expires > used.ExpiresAt) expires = used.ExpiresAt;
        }
        var account = await act.Db.Accounts.SingleAsync(a => a.Id == act.Actor.AccountId, act.Ct);
        return Issue(act, account, command.Name, scopes, expires);
    }

    public static async Task<Result<NewToken>> Handle(CreateTokenFor command, Act act)
    {
        var email = Account.Tidy(command.Email);
        var account = await act.Db.Accounts.SingleOrDefaultAsync(a => a.Email == email && a.DisabledAt == null, act.Ct);
        if (account is null) return AccountErrors.NotFound;
        var scopes = command.Scopes is { Count: > 0 } some ? some.Distinct(StringComparer.Ordinal).ToArray() : null;
        var known = act.Get<House>().Contributions.Permissions.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (scopes?.FirstOrDefault(s => !known.Contains(s)) is { } missing) return TokenErrors.ScopeNotHeld(missing);
        return Issue(act, account, command.Name, scopes, act.Now.AddDays(command.Days ?? 90));
    }

    private static NewToken Issue(Act act, Account account, string name, string[]? scopes, DateTimeOffset expires)
    {
        var (row, token) = ApiToken.Issue(account, name, scopes, act.Now, expires);
        act.Db.ApiTokens.Add(row);
        return new NewToken(row.Id, row.Name, row.Hint, row.Scopes, row.ExpiresAt, token);
    }
}
