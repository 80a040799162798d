using System.Security.Cryptography;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Setup;
using Lyceum.Identity.Tokens;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Operations;
using Lyceum.Platform.Security;
using Lyceum.Platform.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Identity.Operations;

/// <summary><c>lyceum admin create</c> and <c>lyceum token create</c>: what the owner of the machine may without signing in.</summary>
internal static class IdentityOperations
{
    public static void Contribute(Contributions add)
    {
        add.Operation(new Operation
        {
            Id = "admin.create",
            Title = "Make an administrator",
            Risk = Risk.Write,
            Undo = "close the account under People",
            Inputs =
            [
                new("email", "The address to sign in with") { Required = true },
                new("name", "The name as shown") { Required = true },
                new("language", "en, el or ar; en unless told"),
                new("password-stdin", "Read the password from standard input; otherwise one is made and printed") { Kind = InputKind.Flag },
            ],
            Body = CreateAdministrator,
        });
        add.Operation(new Operation
        {
            Id = "token.create",
            Title = "Make an API token for an account",
            Risk = Risk.Write,
            Undo = "revoke it under Your account, API tokens",
            Inputs =
            [
                new("as", "Whose: an address; in a demo school also a role, such as registrar") { Required = true },
                new("scope", "A permission it may use; several times; all of the owner's unless told") { Kind = InputKind.List },
                new("name", "What it is for; cli unless told"),
                new("days", "How long it lives, 1 to 365; 90 unless told") { Kind = InputKind.Number },
            ],
            Body = CreateToken,
        });
    }

    private static async Task<OperationOutcome> CreateAdministrator(OperationRun run)
    {
        var given = run.Flag("password-stdin") ? await Console.In.ReadLineAsync(run.Ct) : null;
        var password = given ?? string.Join('-', RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 20).Chunk(5).Select(c => new string(c)));
        var services = await As(run, IdentityPermissions.Setup);
        var made = await services.GetRequiredService<Door>().Run(new CreateAdministrator(run.Text("name")!, run.Text("email")!, password, run.Text("language") ?? "en"), SettingUp.Handle, run.Ct);
        if (!made.Ok) return Refused(services, made.Refusal);
        return OperationOutcome.Ok($"{made.Value.DisplayName} is an administrator and signs in as {Account.Tidy(run.Text("email")!)}") with
        {
            Details = given is null ? ["the password stands on the last line, now and never again; change it after signing in"] : [],
            Value = given is null ? password : null,
        };
    }

    private static async Task<OperationOutcome> CreateToken(OperationRun run)
    {
        var services = await As(run, IdentityPermissions.SeedAccounts);
        if (await EmailOf(services.GetRequiredService<LyceumDb>(), run.Text("as")!, run) is not { } email)
            return OperationOutcome.Fail("identity.account.not_found", $"nobody signs in as {run.Text("as")}; a role is understood in a demo school only", exitCode: ExitCodes.Precondition);
        var made = await services.GetRequiredService<Door>().Run(new CreateTokenFor(email, run.Text("name") ?? "cli", run.List("scope"), run.Number("days")), CreatingTokens.Handle, run.Ct);
        if (!made.Ok) return Refused(services, made.Refusal);
        return OperationOutcome.Ok($"a token for {email}, good until {made.Value.ExpiresAt:yyyy-MM-dd HH:mm} UTC") with { Value = made.Value.Token, Data = new { email, made.Value.Id, made.Value.ExpiresAt } };
    }

    /// <summary>An address as it is; a role of a demo school is its account with the first address in order that holds it.</summary>
    private static async Task<string?> EmailOf(LyceumDb db, string who, OperationRun run)
    {
        if (who.Contains('@', StringComparison.Ordinal)) return who;
        if (!Role.All.Contains(who) || !await db.Read(HouseSettings.Demo, run.Ct)) return null;
        var (assignments, now) = (db.RoleAssignments, run.Clock.GetUtcNow());
        return await db.Accounts.Where(a => a.DisabledAt == null && assignments.Any(r => r.PersonId == a.PersonId && r.Role == who && r.EndedAt == null && (r.UntilAt == null || r.UntilAt > now)))
            .OrderBy(a => a.Email).Select(a => a.Email).FirstOrDefaultAsync(run.Ct);
    }

    private static async Task<IServiceProvider> As(OperationRun run, string permission)
    {
        var services = await run.Services();
        var call = services.GetRequiredService<Call>();
        (call.Actor, call.Channel) = (Actor.System(run.Actor, permission), "cli");
        return services;
    }

    private static OperationOutcome Refused(IServiceProvider services, Refusal refusal)
    {
        var texts = services.GetRequiredService<TextCatalogue>().For(Language.English);
        var first = refusal.Fields.Count > 0 ? $"{refusal.Fields[0].Field}: {texts[refusal.Fields[0].Code, refusal.Fields[0].Args]}" : texts[refusal.Code, [.. refusal.Args]];
        // A field out of shape is a word typed wrongly; anything else is a state of the school.
        return OperationOutcome.Fail(refusal.Fields.Count > 0 ? refusal.Fields[0].Code : refusal.Code, first, exitCode: refusal.Fields.Count > 0 ? ExitCodes.Usage : ExitCodes.Precondition);
    }
}
