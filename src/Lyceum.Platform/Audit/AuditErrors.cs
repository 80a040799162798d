namespace Lyceum.Platform.Audit;

/// <summary>The refusals about the audit log.</summary>
public static class AuditErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.audit.not_found");
}
