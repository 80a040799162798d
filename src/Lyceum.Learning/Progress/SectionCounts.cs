using Lyceum.Platform;
using Lyceum.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Learning.Progress;

/// <summary>The counts of a section's learners, kept equal to its outline.</summary>
internal static class SectionCounts
{
    /// <summary>
    /// Counts anew for every learner when the outline changes; the caller holds the outline's lock. The lessons may still be unsaved: those about
    /// to be added or withdrawn are nobody's progress, so that only their number matters.
    /// </summary>
    public static async Task Renew(Act act, Guid sectionId, Guid outlineId, int total)
    {
        // Two statements: the first waits for learners who are completing a lesson at this moment, so that the second, with its own
        // later view of the rows, counts what they have just written. In one statement their lesson would be lost.
        await act.Db.Database.ExecuteSqlAsync($"SELECT 1 FROM learning.section_progress WHERE section_id = {sectionId} ORDER BY person_id FOR UPDATE", act.Ct);
        await act.Db.Database.ExecuteSqlAsync($"""
            UPDATE learning.section_progress s SET total = {total}, version = s.version + 1,
                completed = (SELECT count(*) FROM learning.lesson_progress p JOIN learning.lessons l ON l.id = p.lesson_id
                             WHERE l.outline_id = {outlineId} AND l.is_published AND p.person_id = s.person_id AND p.state = 'completed')
            WHERE s.section_id = {sectionId}
            """, act.Ct);
        // A lesson that was withdrawn may have been somebody's last.
        var finished = await act.Db.Database.SqlQuery<Guid>($"""
            UPDATE learning.section_progress SET completed_at = {act.Now}, version = version + 1
            WHERE section_id = {sectionId} AND completed = total AND total > 0 AND completed_at IS NULL RETURNING person_id AS "Value"
            """).ToListAsync(act.Ct);
        foreach (var person in finished) act.Publish(new SectionFinished(sectionId, person, act.Now));
    }

    /// <summary>Begins a learner's row with today's number of lessons.</summary>
    public static async Task Begin(Act act, Guid sectionId, Guid personId)
    {
        // Waits for an author who is changing this outline, and counts in a statement of its own, after that.
        await act.Db.Database.ExecuteSqlAsync($"SELECT 1 FROM learning.outlines WHERE section_id = {sectionId} FOR SHARE", act.Ct);
        await act.Db.Database.ExecuteSqlAsync($"""
            INSERT INTO learning.section_progress (section_id, person_id, completed, total, last_seen_at)
            SELECT {sectionId}, {personId}, 0, count(*), {act.Now}
            FROM learning.outlines o JOIN learning.lessons l ON l.outline_id = o.id
            WHERE o.section_id = {sectionId} AND l.is_published
            ON CONFLICT (section_id, person_id) DO NOTHING
            """, act.Ct);
    }
}
