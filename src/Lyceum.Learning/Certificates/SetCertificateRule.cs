using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Database;
using Lyceum.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Certificates;

/// <summary>Says whether finishing every lesson of a course earns a certificate. Certificates already given stay.</summary>
[Requires(LearningPermissions.Author)]
public sealed record SetCertificateRule(string Course, bool IsAwarded);

/// <summary>Carries out <see cref="SetCertificateRule"/>.</summary>
public static class SettingCertificateRules
{
    public static async Task<Result<Done>> Handle(SetCertificateRule command, Act act)
    {
        // The course is locked: of two who say it for the first time, the second finds the first one's row.
        var course = await act.Db.CoursesAuthoredBy(act.Actor).Where(c => c.Slug == command.Course).ForUpdate().SingleOrDefaultAsync(act.Ct);
        if (course is null) return OutlineErrors.NotFound;
        var rule = await act.Db.CertificateRules.SingleOrDefaultAsync(r => r.CourseId == course.Id, act.Ct);
        if (rule is null) act.Db.Add(new CertificateRule { CourseId = course.Id, IsAwarded = command.IsAwarded });
        else rule.IsAwarded = command.IsAwarded;
        return Done.It;
    }
}
