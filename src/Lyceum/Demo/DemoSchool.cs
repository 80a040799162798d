namespace Lyceum.Demo;

/// <summary>The demo school as its files tell it, read whole and checked before anything is written.</summary>
internal sealed record DemoSchool(DemoInstitution Institution, DemoPeople People, DemoCalendar Calendar, IReadOnlyList<DemoCourseFolder> Courses)
{
    /// <summary>All demo addresses end in this; it can never receive mail (RFC 2606).</summary>
    public const string Domain = "@demo.lyceum.invalid";

    /// <summary>Days a whole course of this term has been given, at least: its learners' history lies in them.</summary>
    private const int Underway = 14;

    /// <summary>Reads every file.</summary>
    /// <exception cref="DemoFileException">A file is missing or not as the format says.</exception>
    public static DemoSchool Read()
    {
        var school = new DemoSchool(
            DemoFiles.Read<DemoInstitution>("institution.yaml"), DemoFiles.Read<DemoPeople>("people.yaml"), DemoFiles.Read<DemoCalendar>("terms.yaml"),
            [.. DemoFiles.Names.Where(n => n.EndsWith("/course.yaml", StringComparison.Ordinal)).Select(n => ReadCourse(n[..^"course.yaml".Length]))]);
        school.Check();
        return school;
    }

    private static DemoCourseFolder ReadCourse(string folder)
    {
        var course = DemoFiles.Read<DemoCourse>($"{folder}course.yaml");
        List<(string, IReadOnlyList<DemoStep>)> units = [];
        HashSet<string> used = [];
        foreach (var unit in course.Whole ? course.Outline : [])
        {
            List<DemoStep> steps = [];
            foreach (var item in unit.Items)
            {
                var step = item switch
                {
                    { Lesson: { } lesson, Quiz: null } => ReadLesson($"{folder}lessons/{lesson}.md"),
                    { Quiz: { } quiz, Lesson: null } => ReadQuiz($"{folder}quizzes/{quiz}.yaml"),
                    _ => throw new DemoFileException($"{folder}course.yaml", $"an item of unit {unit.Unit} must be one lesson or one quiz"),
                };
                if ((step.Lesson?.Unit ?? step.Quiz!.Unit) != unit.Unit) throw new DemoFileException(step.File, $"stands in unit {unit.Unit} of the outline");
                if (!used.Add(step.File)) throw new DemoFileException($"{folder}course.yaml", $"names {step.File} twice");
                steps.Add(step);
            }
            units.Add((unit.Title, steps));
        }
        var forgotten = DemoFiles.Names.FirstOrDefault(n => (n.StartsWith($"{folder}lessons/", StringComparison.Ordinal) || n.StartsWith($"{folder}quizzes/", StringComparison.Ordinal)) && !used.Contains(n));
        if (forgotten is not null) throw new DemoFileException(forgotten, "the outline does not name it");
        return new DemoCourseFolder(folder, course, units);
    }

    private static DemoStep ReadLesson(string file)
    {
        var (front, body) = DemoFiles.ReadMarkdown<LessonFront>(file);
        var whole = front.Kind switch { "text" => body.Length > 0, "link" => front.Url is not null, "file" => front.File is not null, _ => false };
        return whole ? new DemoStep(file, front, body, null) : throw new DemoFileException(file, $"not a whole lesson of kind '{front.Kind}'");
    }

    private static DemoStep ReadQuiz(string file)
    {
        var quiz = DemoFiles.Read<DemoQuiz>(file);
        if (quiz.Questions.Count == 0) throw new DemoFileException(file, "asks nothing");
        if (quiz.Type is not ("practice" or "graded")) throw new DemoFileException(file, $"type '{quiz.Type}'");
        return new DemoStep(file, null, "", quiz);
    }

    private void Check()
    {
        var instructors = People.Instructors.Select(i => i.Email).ToHashSet(StringComparer.Ordinal);
        var programmes = Institution.Programmes.Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        var categories = Institution.Categories.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, course, _) in Courses)
        {
            var file = $"{path}course.yaml";
            if (!path.EndsWith($"/{course.Slug}/", StringComparison.Ordinal)) throw new DemoFileException(file, "the slug is not the folder's name");
            if (!instructors.Contains(course.Instructor)) throw new DemoFileException(file, $"no instructor {course.Instructor}");
            if (!programmes.Contains(course.Programme)) throw new DemoFileException(file, $"no programme {course.Programme}");
            if (!categories.Contains(course.Category)) throw new DemoFileException(file, $"no category {course.Category}");
            if (course.Term is not ("current" or "next" or "open")) throw new DemoFileException(file, $"term '{course.Term}'");
            if (course.Whole && course.Term == "current" && Calendar.Terms.Single(t => t.Key == "current").Start + course.StartsAfterDays > -Underway)
                throw new DemoFileException(file, $"starts too late: learners of this term need {Underway} days behind them");
        }
        foreach (var person in People.Instructors.Concat(People.Staff).Concat(People.NamedLearners))
            if (!person.Email.EndsWith(Domain, StringComparison.Ordinal)) throw new DemoFileException("people.yaml", $"{person.Email} does not end in {Domain}");
    }
}
