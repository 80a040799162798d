using System.Globalization;
using Lyceum.Platform.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Platform.Audit;

/// <summary><c>lyceum audit verify</c>.</summary>
internal static class AuditOperations
{
    /// <summary>A tail older than this means that the sealer does not work; it is normally younger than a second.</summary>
    private static readonly TimeSpan OldTail = TimeSpan.FromMinutes(1);

    public static void Contribute(Contributions add) => add.Operation(new Operation
    {
        Id = "audit.verify",
        Title = "Prove that no audit entry was changed, removed or moved",
        Risk = Risk.Read,
        Body = Verify,
    });

    private static async Task<OperationOutcome> Verify(OperationRun run)
    {
        var proof = await (await run.Services()).GetRequiredService<AuditVerifier>().Verify(run.Ct);
        return Report(proof, run.Clock.GetUtcNow());
    }

    internal static OperationOutcome Report(AuditProof proof, DateTimeOffset now)
    {
        var tail = proof.OldestUnsealed is { } oldest ? now - oldest : TimeSpan.Zero;
        List<string> details = [string.Create(CultureInfo.InvariantCulture, $"last seal {proof.Last}, hash {proof.LastHash}")];
        details.AddRange(proof.Gaps.Take(10).Select(g => string.Create(CultureInfo.InvariantCulture, $"missing: {g.From} to {g.To}")));
        if (proof.Unchained > 0) details.Add(string.Create(CultureInfo.InvariantCulture, $"{proof.Unchained} entries have no seal and do not wait for one"));
        details.Add(string.Create(CultureInfo.InvariantCulture, $"unsealed tail: {proof.Unsealed} entries, the oldest {tail.TotalSeconds:0.0} s"));
        var outcome = proof switch
        {
            { FirstBroken: { } first } => OperationOutcome.Fail("ops.audit.broken", string.Create(CultureInfo.InvariantCulture, $"the chain is broken first at entry {first}; {proof.BrokenCount} of {proof.Last} do not verify"),
                "keep this report and the last backup; lyceum help audit verify", ExitCodes.Unverified),
            { Unchained: > 0 } => OperationOutcome.Fail("ops.audit.unchained", string.Create(CultureInfo.InvariantCulture, $"{proof.Unchained} entries lost their seal"), null, ExitCodes.Unverified),
            _ when proof.Unsealed > 0 && tail > OldTail => OperationOutcome.Warn(string.Create(CultureInfo.InvariantCulture, $"{proof.Sealed} entries verify, but {proof.Unsealed} wait for the sealer"), "lyceum up"),
            _ => OperationOutcome.Ok(string.Create(CultureInfo.InvariantCulture, $"{proof.Sealed} entries verify, chain unbroken")),
        };
        return outcome with { Details = details, Data = proof };
    }
}
