using Lyceum.Academics.Courses;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>Gives a new course the certificate rule of the one it is copied from; only the copying of a course runs it, no route does.</summary>
[Requires(LearningPermissions.Author)]
public sealed record CopyCertificateRule(CourseCopying Copying);

/// <summary>Carries out <see cref="CopyCertificateRule"/>.</summary>
public static class CopyingCertificateRules
{
    public static async Task<Result<PartCopied>> Handle(CopyCertificateRule command, Act act)
    {
        var (from, to) = (command.Copying.From, command.Copying.To);
        if (act.Db.Set<Course>().Local.All(c => c.Id != to)) return Outlines.OutlineErrors.NotFound;
        var rule = await act.Db.CertificateRules.AsNoTracking().SingleOrDefaultAsync(r => r.CourseId == from, act.Ct);
        if (rule is null) return new PartCopied(0);   // a course without one awards one, and so does its copy
        act.Db.Add(new CertificateRule { CourseId = to, IsAwarded = rule.IsAwarded });
        return new PartCopied(1);
    }
}
