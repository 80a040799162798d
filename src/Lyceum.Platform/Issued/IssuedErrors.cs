namespace Lyceum.Platform.Issued;

/// <summary>Refusals of the register.</summary>
public static class IssuedErrors
{
    /// <summary>Never given, or not a serial at all: the same answer, so that nobody learns which.</summary>
    public static readonly Refusal Unknown = Refusal.NotFound("platform.issued.unknown");
    public static readonly Refusal AlreadyRevoked = Refusal.Conflict("platform.issued.already_revoked");

    /// <summary>The serial is taken (one in 2⁵⁵): make another and render again.</summary>
    public static readonly Refusal SerialTaken = Refusal.Conflict("platform.issued.serial_taken");
    public static readonly Refusal BadSerial = Refusal.Invalid("platform.issued.bad_serial");
}
