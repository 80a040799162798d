using Lyceum.Learning.Outlines;
using Lyceum.Platform;
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
        var course = await act.Db.CoursesAuthoredBy(act.Actor).Where(c => c.Slug == command.Course).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(act.Ct);
        if (course is not { } id) return OutlineErrors.NotFound;
        var rule = await act.Db.CertificateRules.SingleOrDefaultAsync(r => r.CourseId == id, act.Ct);
        if (rule is null) act.Db.Add(new CertificateRule { CourseId = id, IsAwarded = command.IsAwarded });
        else rule.IsAwarded = command.IsAwarded;
        return Done.It;
    }
}
