using Lyceum.Platform;
using Lyceum.Platform.Audit;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Lyceum.Platform.Web;
using Lyceum.Academics;
using Lyceum.Academics.Terms;
using Lyceum.Platform.Localization;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using System.ComponentModel.DataAnnotations;

namespace Lyceum.Tests.Doors;

/// <summary>A command of the tests' own, so that the door is tested apart from any room's rules.</summary>
[Requires(AcademicsPermissions.ManageTerms)]
public sealed record PlanTerm([property: StringLength(20, MinimumLength = 2)] string Code, bool ThenRefuse = false, bool ThenThrow = false);

public sealed class DoorTests(DoorTests.Quiet school) : IClassFixture<DoorTests.Quiet>
{
    public sealed class Quiet : School
    {
        protected override bool Jobs => false;
    }

    private static readonly Refusal Later = Refusal.Conflict("platform.database.busy");

    private static Task<Result<Done>> Handle(PlanTerm command, Act act)
    {
        act.Db.Terms.Add(new Term
        {
            Code = command.Code,
            Name = new LocalizedName(command.Code),
            StartsOn = new DateOnly(2026, 9, 1),
            EndsOn = new DateOnly(2027, 1, 31),
            EnrolmentOpensAt = act.Now,
            EnrolmentClosesAt = act.Now.AddDays(30),
        });
        if (command.ThenThrow) throw new InvalidOperationException("a bug");
        return Task.FromResult<Result<Done>>(command.ThenRefuse ? Later.Recording(a => { a.Note("tests.refused", "academics.terms", null, null, new { command.Code }); return Task.CompletedTask; }) : Done.It);
    }

    [Fact]
    public async Task A_change_and_its_audit_row_commit_together()
    {
        await school.Do(new PlanTerm("audited"), Handle);
        var entry = await school.Read(db => db.Set<AuditEntry>().Where(e => EF.Functions.JsonContains(e.After!, "{\"code\":\"audited\"}")).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal("tests.plan_term", entry.Action);
        Assert.Equal("academics.terms", entry.Entity);
        Assert.Equal("system:tests", entry.Actor);
        Assert.Null(entry.Before);
    }

    [Fact]
    public async Task A_refusal_changes_nothing_but_what_it_records()
    {
        var result = await school.Try(school.Everything, new PlanTerm("refused", ThenRefuse: true), Handle);
        Assert.Equal(Later.Code, result.Refusal?.Code);
        Assert.False(await Exists("refused"));
        Assert.Equal(1, await school.Read(db => db.Set<AuditEntry>().CountAsync(e => e.Action == "tests.refused" && EF.Functions.JsonContains(e.After!, "{\"code\":\"refused\"}"), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_bug_rolls_everything_back()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => school.Try(school.Everything, new PlanTerm("thrown", ThenThrow: true), Handle));
        Assert.False(await Exists("thrown"));
    }

    [Fact]
    public async Task Without_the_permission_nothing_runs()
    {
        Assert.IsType<NotSignedInRefusal>((await school.Try(Actor.Nobody, new PlanTerm("nobody"), Handle)).Refusal);
        var learner = new Actor(Guid.CreateVersion7(), Guid.CreateVersion7(), "person:x", school.House.Contributions.PermissionsOf([Role.Learner]));
        Assert.IsType<NotAllowedRefusal>((await school.Try(learner, new PlanTerm("learner"), Handle)).Refusal);
        Assert.False(await Exists("nobody") || await Exists("learner"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a code much longer than twenty characters")]
    [InlineData("nul\0inside")]
    public async Task A_command_out_of_shape_is_refused_with_its_fields(string code)
    {
        var refusal = (await school.Try(school.Everything, new PlanTerm(code), Handle)).Refusal;
        Assert.Equal("code", Assert.Single(Assert.IsType<InvalidRefusal>(refusal).Fields).Field);
    }

    [Fact]
    public async Task One_key_is_one_act_however_often_and_at_once_it_is_sent()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WithKey("key-1", new PlanTerm("keyed")))).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.All(results, r => Assert.True(r.Ok, r.Refusal?.Code));
        Assert.Equal(1, await school.Read(db => db.Terms.CountAsync(t => t.Code == "keyed", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_key_used_for_something_else_is_refused()
    {
        await WithKey("key-2", new PlanTerm("first"));
        Assert.Equal(PlatformErrors.KeyReused.Code, (await WithKey("key-2", new PlanTerm("second"))).Refusal?.Code);
    }

    [Fact]
    public async Task A_refused_act_leaves_its_key_free()
    {
        Assert.False((await WithKey("key-3", new PlanTerm("again", ThenRefuse: true))).Ok);
        Assert.True((await WithKey("key-3", new PlanTerm("again"))).Ok);
    }

    [Fact]
    public async Task A_lost_update_is_refused_and_not_overwritten()
    {
        await school.Do(new PlanTerm("shared"), Handle);
        await using var one = school.Services.CreateAsyncScope();
        var db = one.ServiceProvider.GetRequiredService<LyceumDb>();
        var term = await db.Terms.SingleAsync(t => t.Code == "shared", TestContext.Current.CancellationToken);
        await school.Database.Execute("UPDATE academics.terms SET version = version + 1 WHERE code = 'shared'");
        term.EndsOn = term.EndsOn.AddDays(1);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_application_cannot_rewrite_its_audit()
    {
        await school.Do(new PlanTerm("kept"), Handle);
        await using var command = school.Database.App.CreateCommand("DELETE FROM platform.audit_entries");
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal("42501", refused.SqlState);
    }

    private async Task<Result<Done>> WithKey(string key, PlanTerm command)
    {
        await using var scope = school.Services.CreateAsyncScope();
        var call = scope.ServiceProvider.GetRequiredService<Call>();
        call.Actor = school.Everything;
        call.IdempotencyKey = key;
        return await scope.ServiceProvider.GetRequiredService<Door>().Run(command, Handle, TestContext.Current.CancellationToken);
    }

    private Task<bool> Exists(string code) => school.Read(db => db.Terms.AnyAsync(t => t.Code == code, TestContext.Current.CancellationToken));
}
