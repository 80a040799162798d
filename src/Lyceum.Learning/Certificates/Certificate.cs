using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>Reserved (serial given, paper being made) → issued → revoked. A trigger keeps the order too.</summary>
public enum CertificateState
{
    Reserved,
    Issued,
    Revoked,
}

/// <summary>What a learner has earned by finishing a section. Names and title are those of the day; one stands for each enrolment.</summary>
public sealed class Certificate
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid EnrolmentId { get; init; }
    public Guid SectionId { get; init; }
    public Guid CourseId { get; init; }
    public Guid PersonId { get; init; }
    public required string Serial { get; init; }
    public CertificateState State { get; private set; }
    public required string HolderName { get; init; }
    public string? HolderLatin { get; init; }
    public required LocalizedName Title { get; init; }
    public DateTimeOffset ReservedAt { get; init; }
    public DateTimeOffset? IssuedAt { get; private set; }
    public string? FileHash { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public string? RevokedReason { get; private set; }
    public int Version { get; private set; } = 1;

    /// <summary>The paper is made and entered in the register.</summary>
    internal Refusal? Issue(string fileHash, DateTimeOffset now)
    {
        if (State != CertificateState.Reserved) return CertificateErrors.NotReserved;
        (State, FileHash, IssuedAt) = (CertificateState.Issued, fileHash, now);
        return null;
    }

    /// <summary>It no longer stands; another may then be issued.</summary>
    internal Refusal? Revoke(string reason, DateTimeOffset now)
    {
        if (State == CertificateState.Revoked) return CertificateErrors.AlreadyRevoked;
        (State, RevokedAt, RevokedReason) = (CertificateState.Revoked, now, reason);
        return null;
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Certificate>(e =>
        {
            e.ToTable("certificates");
            e.Property(x => x.Title).IsLocalized();
            e.Property(x => x.State).HasConversion<LowerCase<CertificateState>>();
        });
        model.Entity<CertificateRule>(e =>
        {
            e.ToTable("certificate_rules");
            e.HasKey(x => x.CourseId);
            e.HasOne<Academics.Courses.Course>().WithOne().HasForeignKey<CertificateRule>(x => x.CourseId).OnDelete(DeleteBehavior.ClientNoAction);
        });
    }
}

/// <summary>Whether finishing a course earns a certificate. A course without a rule awards one.</summary>
public sealed class CertificateRule
{
    public Guid CourseId { get; init; }
    public bool IsAwarded { get; set; }
    public int Version { get; private set; } = 1;
}

/// <summary>Certificates among Learning's sets.</summary>
public static class CertificateSets
{
    extension(LyceumDb db)
    {
        public DbSet<Certificate> Certificates => db.Set<Certificate>();
        internal DbSet<CertificateRule> CertificateRules => db.Set<CertificateRule>();
    }
}
