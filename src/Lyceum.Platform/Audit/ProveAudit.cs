using Lyceum.Platform.Settings;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Security;

namespace Lyceum.Platform.Audit;

/// <summary>Asks for a proof of the audit chain; a job makes it and keeps its result.</summary>
[Requires(PlatformPermissions.ReadAudit), InPerson]
public sealed record ProveAudit;

public static class ProvingAudits
{
    internal const string Kind = "platform.prove_audit";
    internal const string Setting = "audit.proof";

    public static Task<Result<Done>> Handle(ProveAudit command, Act act)
    {
        act.Note("platform.prove_audit", "platform.audit_seals", null);
        act.Enqueue(Kind, new NoPayload());
        return Task.FromResult<Result<Done>>(Done.It);
    }

    internal static async Task Run(NoPayload _, JobRun run)
    {
        var proof = await run.Get<AuditVerifier>().Verify(run.Ct);
        var kept = await run.Run(new KeepProof(proof), KeepingProofs.Handle);
        if (!kept.Ok) throw JobRun.Refused(kept.Refusal);
    }
}

/// <summary>Keeps the result of a proof, for those who read the log.</summary>
[Requires(PlatformPermissions.ReadAudit)]
public sealed record KeepProof(AuditProof Proof);

public static class KeepingProofs
{
    public static async Task<Result<Done>> Handle(KeepProof command, Act act)
    {
        await act.KeepFact(ProvingAudits.Setting, command.Proof);
        return Done.It;
    }
}
