namespace Lyceum.Platform.Jobs;

/// <summary>The refusals about jobs.</summary>
public static class JobErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("platform.job.not_found");
    public static readonly Refusal NotDead = Refusal.Conflict("platform.job.not_dead");
}
