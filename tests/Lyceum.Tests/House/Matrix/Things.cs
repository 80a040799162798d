using Lyceum.Platform.Settings;
using Lyceum.Academics.Campuses;
using System.Text.Json;
using System.Globalization;
using System.Security.Cryptography;
using Lyceum.Academics;
using Lyceum.Academics.Courses;
using Lyceum.Academics.Enrolments;
using Lyceum.Academics.Sections;
using Lyceum.Academics.Terms;
using Lyceum.Assessment.Attempts;
using Lyceum.Assessment.Questions;
using Lyceum.Assessment.Quizzes;
using Lyceum.Identity;
using Lyceum.Identity.Accounts;
using Lyceum.Identity.Apps;
using Lyceum.Identity.People;
using Lyceum.Identity.Providers;
using Lyceum.Identity.Roles;
using Lyceum.Identity.SecondStep;
using Lyceum.Identity.Tokens;
using Lyceum.Learning.Outlines;
using Lyceum.Platform;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Notifications;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace Lyceum.Tests.HouseRules.Matrix;

/// <summary>What stands behind the words of addresses and bodies for one walker: made when first asked for, then the same.</summary>
internal sealed class Things(MatrixSchool school, Room room, TestPerson person, IReadOnlyDictionary<string, Reach> may, bool standing = false)
{
    private static int number;

    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private TestPerson? _subject;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The value behind a kind.</summary>
    public async Task<string> Of(string kind) => _made.TryGetValue(kind, out var known) ? known : _made[kind] = await Make(kind);

    private async Task<string> Make(string kind) => kind switch
    {
        "course" => room.Course.Slug,
        "courseId" => room.Course.Id.ToString(),
        "section" => room.Section.Id.ToString(),
        "code" => room.Section.Code,
        "unit" => room.Unit.ToString(),
        "emptyUnit" => room.EmptyUnit.ToString(),
        "master" => room.Master.ToString(),
        "draft" => room.Draft.ToString(),
        "quiz" => room.Quiz.ToString(),
        "question" => room.Question.ToString(),
        "lesson" => room.Lesson.ToString(),
        "preview" => room.Preview.ToString(),
        "quizLesson" => room.QuizLesson.ToString(),
        "person" => person.Id.ToString(),
        "vacantCourse" => (await Vacant()).Slug,
        "vacantCourseId" => (await Vacant()).Id.ToString(),
        "archivedCourse" => (await Archived()).Slug,
        "archivedCourseId" => (await Archived()).Id.ToString(),
        "enrolment" => (await school.Read(db => db.Enrolments.Where(e => e.PersonId == person.Id && e.SectionId == room.Section.Id).Select(e => e.Id).SingleAsync(Ct))).ToString(),
        "finished" => (await room.Finished(school)).ToString(),
        "certificate" => (await room.Certificate(school)).ToString(),
        "attempt" => await Attempt(handIn: false),
        "handedIn" => await Attempt(handIn: true),
        "mark" => await Mark(),
        "attemptQuestion" => await AttemptQuestion(),
        "term" => (await school.Term()).Id.ToString(),
        "openTerm" => await OpenTerm(),
        "token" => (await school.Do(new CreateTokenFor(person.Email, "one more", [], null), CreatingTokens.Handle)).Id.ToString(),
        "refresh" => (await school.Do(new SignInApp(await Of("anEmail"), SchoolPeople.Password), SigningInApps.Handle)).RefreshToken!,
        "session" => await Session(),
        "passkey" => await Passkey(),
        "identity" => await Row("identity.external_identities", "account_id, issuer, subject, created_at", $"(SELECT id FROM identity.accounts WHERE person_id = '{person.Id}'), 'https://{Guid.CreateVersion7():n}.example', 'subject', now()"),
        "provider" => await Provider(),
        "notification" => await Notification(),
        "picture" => await Picture(),
        "file" => await Row("platform.files", "hash, size, media_type, name, owner_id, purpose, created_at", $"'{await Blob()}', 1, 'text/plain', 'a.txt', '{person.Id}', 'document', now()"),
        "job" => await Row("platform.jobs", "kind, payload, state, run_at, attempts, max_attempts, queued_by, request_id, created_at, finished_at", "'platform.nothing', '{}', 'dead', now(), 5, 5, 'system:tests', 'r', now(), now()"),
        "audit" => (await school.Database.Value<Guid>("SELECT id FROM platform.audit_entries ORDER BY at LIMIT 1")).ToString(),
        "serial" => await Serial(),
        "role" => await SchoolRole(),
        "guest" => await Subject(await Guest()),
        "member" => await Subject(await school.Person()),
        "closed" => await Closed(),
        "guarded" => await Guarded(),
        "assignment" => await Assignment((_subject ?? person).Id),
        "grant" => (await school.Do(new GivePermission((_subject ?? person).Id, PlatformPermissions.ReadNotifications, Reach.Own, school.Clock.Now.AddDays(3), "Cover"), GivingPermissions.Handle)).Id.ToString(),
        "settingGroup" => "mail",
        "settingKey" => await SettingKey(),
        "settingChange" => await SettingChange(),
        "setupStep" => "term",
        "campus" => (await school.Do(new AddCampus(new CampusDetails("c-" + Next(), new("Annex"))), ChangingCampuses.Handle)).Id.ToString(),
        "apiRoom" => "academics",
        "password" => SchoolPeople.Password,
        "secondStep" => standing ? SchoolPeople.Password : await SecondStep(),
        "guardedSelf" => standing ? SchoolPeople.Password : await GuardSelf(),
        "totp" => standing ? "000000" : await Begin(),
        "email" => person.Email,
        "anEmail" => (person ?? await school.Person()).Email,   // a visitor signs in as somebody, too
        "newNumber" => (1000 + int.Parse(Next(), CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
        "newPercent" => (int.Parse(Next(), CultureInfo.InvariantCulture) % 9000 / 100m).ToString(CultureInfo.InvariantCulture),
        "newCode" => "N " + Next(),
        "newSlug" => "n-" + Next(),
        "newKey" => "n_" + Next(),
        "newEmail" => $"new{Next()}@school.test",
        _ => throw new InvalidOperationException($"Nothing makes a {kind}."),
    };

    /// <summary>A setting that has been set, so that nobody's is the first row.</summary>
    private async Task<string> SettingKey()
    {
        await SettingChange();
        return PlatformSettings.MailPort.Key;
    }

    private async Task<string> SettingChange()
    {
        await school.Try(school.Everything, new ChangeSetting(PlatformSettings.MailPort.Key, JsonSerializer.SerializeToElement(2000 + int.Parse(Next(), CultureInfo.InvariantCulture))), ChangingSettings.Handle);
        return (await school.Database.Value<int>("SELECT max(version) FROM platform.setting_changes WHERE key = 'platform.mail_port'")).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<string> Assignment(Guid of)
    {
        await school.Try(school.Everything, new GiveRole(of, Role.OfficeAssistant), GivingRoles.Handle);   // whoever has it already keeps it
        return (await school.Read(db => db.RoleAssignments.Where(r => r.PersonId == of && r.Role == Role.OfficeAssistant && r.EndedAt == null).Select(r => r.Id).SingleAsync(Ct))).ToString();
    }

    private static string Next() => Interlocked.Increment(ref number).ToString(CultureInfo.InvariantCulture);

    private async Task<Actor> AsSelf() =>
        new(person.Id, await school.Read(db => db.Accounts.Where(a => a.PersonId == person.Id).Select(a => a.Id).SingleAsync(Ct)), $"person:{person.Id}", may);

    private async Task<CourseView> Vacant()
    {
        var course = await school.Course();
        await Room.Teach(school, (await school.SectionOf(course)).Id, person, may);
        (_made["vacantCourse"], _made["vacantCourseId"]) = (course.Slug, course.Id.ToString());
        return course;
    }

    private async Task<CourseView> Archived()
    {
        var course = await school.Course();
        await Room.Teach(school, (await school.SectionOf(course)).Id, person, may);
        await school.Do(new ArchiveCourse(course.Id), ArchivingCourses.Archive);
        (_made["archivedCourse"], _made["archivedCourseId"]) = (course.Slug, course.Id.ToString());
        return course;
    }

    private async Task<string> Attempt(bool handIn)
    {
        var actor = new Actor(person.Id, Guid.Empty, $"person:{person.Id}", school.House.Contributions.PermissionsOf([]));
        var started = (await school.Try(actor, new StartAttempt(room.QuizLesson), StartingAttempts.Handle)).Value;
        if (handIn) await school.Try(actor, new SubmitAttempt(started.Id), SubmittingAttempts.Handle);
        return started.Id.ToString();
    }

    /// <summary>An essay that somebody else has handed in here: nobody marks their own.</summary>
    private async Task<string> Mark()
    {
        var quiz = (await school.Do(new AddLesson(room.Unit, "quiz", "Essays", 5), AddingLessons.Handle)).Id;
        await school.Do(new AddQuestion(quiz, new QuestionContent("essay", "Say why.", 2, "", new QuestionSettings())), WritingQuestions.Handle);
        await school.Do(new PublishLesson(quiz), PublishingLessons.Handle);
        await school.Do(new UpdateSectionOutline(room.Section.Id), UpdatingSectionOutlines.Handle);
        var lesson = await school.Read(db => db.Lessons.Where(l => l.SourceId == quiz).Select(l => l.Id).SingleAsync(Ct));
        var learner = await school.Person();
        await school.Do(new Enrol(room.Section.Id, learner.Id), Enrolling.Handle);
        var actor = new Actor(learner.Id, Guid.Empty, $"person:{learner.Id}", school.House.Contributions.PermissionsOf([]));
        var attempt = (await school.Try(actor, new StartAttempt(lesson), StartingAttempts.Handle)).Value.Id;
        var asked = await school.Read(db => db.AttemptQuestions.Where(q => q.AttemptId == attempt).Select(q => q.QuestionId).SingleAsync(Ct));
        await school.Try(actor, new SaveAnswer(attempt, asked, 1, new Answer(Text: "Because.")), SavingAnswers.Handle);
        await school.Try(actor, new SubmitAttempt(attempt), SubmittingAttempts.Handle);
        return (await school.Read(db => db.Marks.Where(m => m.AttemptId == attempt).Select(m => m.Id).SingleAsync(Ct))).ToString();
    }

    private async Task<string> AttemptQuestion()
    {
        var attempt = Guid.Parse(await Of("attempt"));
        return (await school.Read(db => db.Set<AttemptQuestion>().Where(q => q.AttemptId == attempt).Select(q => q.QuestionId).FirstAsync(Ct))).ToString();
    }

    private async Task<string> OpenTerm()
    {
        var term = await school.Term();
        await school.Do(new OpenTerm(term.Id), MovingTerms.Open);
        return term.Id.ToString();
    }

    private async Task<string> Session()
    {
        using var second = await school.Browser(person);
        return (await school.Read(db => db.Sessions.Where(s => s.PersonId == person.Id && s.EndedAt == null).OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Select(s => s.Id).FirstAsync(Ct))).ToString();
    }

    /// <summary>Only the row: were it counted, its owner could not sign in by password any more.</summary>
    private Task<string> Passkey() => Row("identity.passkeys", "account_id, credential_id, public_key, name, sign_count, transports, backup_eligible, backed_up, created_at",
        $"(SELECT id FROM identity.accounts WHERE person_id = '{person.Id}'), decode('{Guid.CreateVersion7():n}', 'hex'), '\\x00', 'Phone', 0, '{{}}', false, false, now()");

    private async Task<string> Provider()
    {
        // One is all a school has: whoever comes second at the same moment finds it there.
        await school.Try(school.Everything, new SetSignInProvider("https://login.example", "lyceum", "", new LocalizedName("School account"), IsOn: false), SettingSignInProvider.Handle);
        return "provider";
    }

    private async Task<string> Notification()
    {
        await school.Do(new Arrange(), (_, act) =>
        {
            act.Notify(person.Id, "learning.certificate.ready", [("course", "Course")], "/today");
            return Task.FromResult<Result<Done>>(Done.It);
        });
        return (await school.Read(db => db.Notifications.Where(n => n.PersonId == person.Id).Select(n => n.Id).FirstAsync(Ct))).ToString();
    }

    private async Task<string> Picture()
    {
        var hash = await Blob();
        await school.Database.Execute($"UPDATE identity.people SET avatar_hash = '{hash}', avatar_type = 'image/png' WHERE id = '{person.Id}'");
        return hash;
    }

    private async Task<string> Serial() => (await school.Do(new Arrange(), (_, act) => Task.FromResult(act.Issue(new NewIssuedDocument
    {
        Serial = Serials.New("LY", act.Now),
        Kind = "tests.paper",
        PersonId = person.Id,
        HolderName = person.Name,
        Title = new LocalizedName("A paper"),
        Issuer = new LocalizedName("Asclepius College"),
        Details = [],
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(Guid.CreateVersion7().ToByteArray())),
        InFileStore = false,
    })))).Serial;

    private async Task<string> SchoolRole()
    {
        var key = "made_" + Next();
        await school.Do(new CreateRole(key, new LocalizedName("Made"), []), EditingRoles.Handle);
        return key;
    }

    /// <summary>A person without an account.</summary>
    private async Task<TestPerson> Guest()
    {
        var made = await school.Do(new CreatePerson("Guest", Next(), "en"), CreatingPeople.Handle);
        return new TestPerson(made.Id, "", made.DisplayName);
    }

    private Task<string> Subject(TestPerson of)
    {
        _subject = of;
        return Task.FromResult(of.Id.ToString());
    }

    private async Task<string> Closed()
    {
        var member = await school.Person();
        await school.Do(new DisableAccount(member.Id, "Left"), ManagingAccounts.Handle);
        return await Subject(member);
    }

    /// <summary>Somebody else with the second step on; what the secret is does not matter here.</summary>
    private async Task<string> Guarded()
    {
        var member = await school.Person();
        await Guard(member);
        return await Subject(member);
    }

    /// <summary>One's own second step is on, and no session has ended over it; the password to change it.</summary>
    private async Task<string> GuardSelf()
    {
        await Guard(person);
        return SchoolPeople.Password;
    }

    private Task Guard(TestPerson whom) => school.Database.Execute($"UPDATE identity.accounts SET totp_secret = 'x', totp_confirmed_at = now() WHERE person_id = '{whom.Id}'");

    /// <summary>Begins one's own second step; the code its app would show.</summary>
    private async Task<string> Begin()
    {
        var begun = await school.Try(await AsSelf(), new BeginSecondStep(SchoolPeople.Password), SecondSteps.Handle);
        return Totp.Code(begun.Value.Secret!, Totp.StepAt(school.Clock.Now));
    }

    /// <summary>Switches one's own second step on; the password to take it off again.</summary>
    private async Task<string> SecondStep()
    {
        var code = await Begin();
        await school.Try(await AsSelf(), new ConfirmSecondStep(code), SecondSteps.Handle);
        return SchoolPeople.Password;
    }

    private async Task<string> Blob()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Guid.CreateVersion7().ToByteArray()));
        await school.Database.Execute($"INSERT INTO platform.blobs (hash, size, created_at) VALUES ('{hash}', 1, now())");
        return hash;
    }

    private async Task<string> Row(string table, string names, string values)
    {
        var id = Guid.CreateVersion7();
        await school.Database.Execute($"INSERT INTO {table} (id, {names}) VALUES ('{id}', {values})");
        return id.ToString();
    }
}
