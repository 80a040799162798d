using Lyceum.Platform;

namespace Lyceum.Learning.Certificates;

/// <summary>Why a certificate says no.</summary>
public static class CertificateErrors
{
    public static readonly Refusal NotFound = Refusal.NotFound("learning.certificate.not_found");
    public static readonly Refusal NotEarned = Refusal.Conflict("learning.certificate.not_earned");
    public static readonly Refusal NotAwarded = Refusal.Conflict("learning.certificate.not_awarded");
    public static readonly Refusal StillStands = Refusal.Conflict("learning.certificate.still_stands");
    public static readonly Refusal NotReserved = Refusal.Conflict("learning.certificate.not_reserved");
    public static readonly Refusal AlreadyRevoked = Refusal.Conflict("learning.certificate.already_revoked");
}
