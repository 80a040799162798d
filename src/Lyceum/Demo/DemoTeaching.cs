using Lyceum.Academics.Courses;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Learning.Outlines;
using Lyceum.Platform.Localization;
using Microsoft.EntityFrameworkCore;
using Lyceum.Academics;

namespace Lyceum.Demo;

/// <summary>Terms, courses and their sections, by the same commands that staff use.</summary>
internal static class DemoTeaching
{
    public static async Task Make(DemoRun run)
    {
        foreach (var term in run.School.Calendar.Terms) await MakeTerm(run, term);
        foreach (var folder in run.School.Courses) await MakeCourse(run, folder);
    }

    /// <summary>The past term is closed last: nobody can be entered into a closed one.</summary>
    public static async Task ClosePast(DemoRun run)
    {
        foreach (var section in run.Given) await run.Do(new CloseSection(section), ChangingSections.Close);
        foreach (var term in run.School.Calendar.Terms.Where(t => t.State == "closed")) await run.Do(new CloseTerm(run.Terms[term.Key]), MovingTerms.Close);
    }

    private static async Task MakeTerm(DemoRun run, DemoTerm term)
    {
        var (dates, season) = (run.Dates, run.Dates.Season(term));
        var start = dates.Day(term.Start);
        string Fill(string text) => text.Replace("{year}", $"{start.Year}", StringComparison.Ordinal);
        var name = season.Name.Filled(Fill);
        var made = await run.Do(
            new CreateTerm(new TermDetails(
                $"{start.Year}-{season.Name.En.Split(' ')[0].ToLowerInvariant()}", name, start, dates.Day(term.End),
                dates.At(term.EnrolmentOpens), dates.At(term.EnrolmentCloses + 1))),
            CreatingTerms.Handle);
        run.Terms[term.Key] = made.Id;
        if (term.State != "planned") await run.Do(new OpenTerm(made.Id), MovingTerms.Open);
    }

    private static async Task MakeCourse(DemoRun run, DemoCourseFolder folder)
    {
        var course = folder.Course;
        var category = run.School.Institution.Categories.Single(c => c.Key == course.Category);
        // A whole course of this term was given in the one before, too: that is where its history comes from. One of the next term has none yet.
        string[] terms = course.Term == "current" ? ["past", "current"] : [course.Term];
        var made = await run.Do(
            new CreateCourse(
                new CourseDetails(course.Code, course.Language, course.Title.Name, category.Name.In("en"))
                {
                    Summary = course.Summary.Name, Description = course.Description.Trim(), Difficulty = Enum.Parse<Difficulty>(course.Difficulty, ignoreCase: true),
                    Credits = course.Credits, Hours = course.Hours, Weeks = course.Weeks, Objectives = course.Objectives, Icon = course.Icon, Slug = course.Slug,
                    ProgrammeId = DemoIds.Of($"programme {course.Programme}"),
                    Announced = course.Whole ? [] : [.. course.Outline.Select(u => new AnnouncedUnit(u.Title, u.Lessons))],
                },
                course.Term == "open" ? null : run.Terms[terms[0]]),
            CreatingCourses.Handle);
        foreach (var term in terms) await MakeSection(run, folder, made.Id, term);
        if (course.Whole) await DemoLessons.Write(run, folder);
        await run.Do(new PublishCourse(made.Id), PublishingCourses.Publish);
        if (course.Whole) await run.Do(new BringSectionsUpToDate(course.Slug), BringingSectionsUpToDate.Handle);
    }

    private static async Task MakeSection(DemoRun run, DemoCourseFolder folder, Guid courseId, string key)
    {
        var course = folder.Course;
        var (db, termId) = (run.Db, key == "open" ? (Guid?)null : run.Terms[key]);
        var code = termId is null ? Section.OpenCode : await db.Terms.AsNoTracking().Where(t => t.Id == termId).Select(t => t.Code + "-a").SingleAsync(run.Ct);
        // The course came with its first section; the others are added.
        var section = await db.Sections.AsNoTracking().Where(s => s.CourseId == courseId && s.TermId == termId).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(run.Ct)
            ?? (await run.Do(new CreateSection(courseId, termId, new SectionDetails(code)), CreatingSections.Handle)).Id;
        await Prepare(run, folder, section, code, key, course.Capacity);
        if (course.Whole) run.Sections[(course.Slug, key)] = section;
    }

    /// <summary>A further section of a course in a term, for a cohort.</summary>
    public static async Task<Guid> MakeParallel(DemoRun run, DemoCourseFolder folder, string key, int capacity, string group)
    {
        var (db, slug, termId) = (run.Db, folder.Course.Slug, run.Terms[key]);
        var course = await db.Courses.AsNoTracking().Where(c => c.Slug == slug).Select(c => c.Id).SingleAsync(run.Ct);
        var code = $"{await db.Terms.AsNoTracking().Where(t => t.Id == termId).Select(t => t.Code).SingleAsync(run.Ct)}-{group}";
        var section = (await run.Do(new CreateSection(course, termId, new SectionDetails(code)), CreatingSections.Handle)).Id;
        await Prepare(run, folder, section, code, key, capacity);
        return section;
    }

    private static async Task Prepare(DemoRun run, DemoCourseFolder folder, Guid section, string code, string key, int capacity)
    {
        var course = folder.Course;
        var term = key == "open" ? null : run.Dates.Term(key);
        if (term is not null) run.Begins[section] = term.Start + course.StartsAfterDays;
        await run.Do(
            new ChangeSection(section, new SectionDetails(code)
            {
                Capacity = capacity,
                StartsOn = term is null ? null : run.Dates.Day(run.Begins[section]),
                EndsOn = term is null ? null : run.Dates.Day(term.End),
            }),
            ChangingSections.Handle);
        await run.Do(new NameTeacher(section, DemoCrowd.IdOf(course.Instructor)), NamingTeachers.Name);
        foreach (var assistant in run.School.People.Staff.Where(p => p.Role == "teaching_assistant" && p.Courses.Contains(course.Slug)))
            await run.Do(new NameTeacher(section, DemoCrowd.IdOf(assistant.Email), TeachingDuty.Assistant), NamingTeachers.Name);
        if (key is "past" or "current") await run.Do(new OpenSection(section), ChangingSections.Open);
        if (key == "past") run.Given.Add(section);
    }
}
