using System.Diagnostics;
using Lyceum.Academics;
using Lyceum.Academics.Enrolments;
using Lyceum.Identity.People;
using Lyceum.Learning;
using Lyceum.Learning.Certificates;
using Lyceum.Learning.Outlines;
using Lyceum.Learning.Progress;
using Lyceum.Platform;
using Lyceum.Platform.Files;
using Lyceum.Platform.Issued;
using Lyceum.Platform.Jobs;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Security;
using Lyceum.Tests.Academics;
using Lyceum.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Learning;

public sealed class CertificateTests(CertificateTests.ByHand school) : IClassFixture<CertificateTests.ByHand>
{
    /// <summary>Jobs are stepped by the tests.</summary>
    public sealed class ByHand : School
    {
        protected override bool Jobs => false;

        protected override async Task Arrange() => await Read(async db =>
        {
            db.Institutions.Add(new Institution { Name = new LocalizedName("Asclepius College", "Κολέγιο Ασκληπιός", "كلية أسكليبيوس"), ShortName = "Asclepius College", Zone = "Europe/Athens" });
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finished_course_gives_one_certificate_though_every_job_runs_twice()
    {
        var (room, person) = await Finished("ليلى عبد الرحمن الخطيب", "Layla Al-Khatib", "ar");
        var happened = new SectionFinished(room.Section.Id, person, school.Clock.GetUtcNow());
        await Step(run => SectionFinishing.Run(happened, run));
        await Step(run => SectionFinishing.Run(happened, run));
        var reserved = await school.Read(db => db.Certificates.SingleAsync(c => c.PersonId == person, Ct));
        Assert.StartsWith("AC-2026-", reserved.Serial, StringComparison.Ordinal);

        var payload = new CertificateToIssue(reserved.Id);
        await Task.WhenAll(Step(run => IssuingCertificates.Run(payload, run)), Step(run => IssuingCertificates.Run(payload, run))).WaitAsync(TimeSpan.FromSeconds(120), Ct);
        await Step(run => IssuingCertificates.Run(payload, run));

        var issued = await school.Read(db => db.Certificates.SingleAsync(c => c.PersonId == person, Ct));
        Assert.Equal(CertificateState.Issued, issued.State);
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.issued_documents WHERE person_id = '{person}'"));
        Assert.Equal(1L, await school.Database.Value<long>($"SELECT count(*) FROM platform.notifications WHERE person_id = '{person}' AND text_key = 'learning.certificate.ready'"));
        Assert.Equal("completed", await school.Database.Value<string>($"SELECT state FROM academics.enrolments WHERE person_id = '{person}'"));
        var proof = (await school.Read(async db => await IssuedQueries.Verify(issued.Serial, db, Ct))).Value;
        Assert.Equal((Standing.Valid, "ليلى عبد الرحمن الخطيب", "Layla Al-Khatib"), (proof.State, proof.Holder, proof.HolderLatin));
    }

    [Theory]
    [InlineData("ليلى عبد الرحمن الخطيب", "Layla Al-Khatib", "ar")]
    [InlineData("Ελένη Παπαδάκη", "Eleni Papadaki", "el")]
    [InlineData("Zoë O’Brien", null, "en")]
    public async Task The_paper_says_the_name_in_its_own_script_and_in_latin(string name, string? latin, string language)
    {
        var (room, person) = await Finished(name, latin, language);
        await Step(run => SectionFinishing.Run(new SectionFinished(room.Section.Id, person, school.Clock.GetUtcNow()), run));
        var reserved = await school.Read(db => db.Certificates.SingleAsync(c => c.PersonId == person, Ct));
        await Step(run => IssuingCertificates.Run(new CertificateToIssue(reserved.Id), run));
        var hash = (await school.Read(db => db.Certificates.SingleAsync(c => c.PersonId == person, Ct))).FileHash!;

        var text = await Text(hash);
        Assert.Contains(name, text, StringComparison.Ordinal);
        if (latin is not null) Assert.Contains(latin, text, StringComparison.Ordinal);
        Assert.Contains(reserved.Serial, text, StringComparison.Ordinal);
        Assert.Contains("Asclepius College", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_certificate_says_why_and_another_may_follow()
    {
        var (room, person) = await Finished("Ada Moss", null, "en");
        await Step(run => SectionFinishing.Run(new SectionFinished(room.Section.Id, person, school.Clock.GetUtcNow()), run));
        var first = await school.Read(db => db.Certificates.SingleAsync(c => c.PersonId == person, Ct));
        await Step(run => IssuingCertificates.Run(new CertificateToIssue(first.Id), run));

        var teacher = school.ActorOf(room.Teacher, Role.Instructor);
        Assert.Equal("platform.access.not_allowed", (await school.Try(teacher, new RevokeCertificate(first.Id, "because I want to"), RevokingCertificates.Handle)).Refusal?.Code);
        Assert.Equal(422, (await school.Try(school.Everything, new RevokeCertificate(first.Id, "short"), RevokingCertificates.Handle)).Refusal?.Status);
        await school.Do(new RevokeCertificate(first.Id, "Issued under the wrong name."), RevokingCertificates.Handle);
        var proof = (await school.Read(async db => await IssuedQueries.Verify(first.Serial, db, Ct))).Value;
        Assert.Equal((Standing.Revoked, "Issued under the wrong name."), (proof.State, proof.RevokedReason));

        var again = await school.Do(new ReserveCertificate(first.EnrolmentId), ReservingCertificates.Handle);
        Assert.NotEqual(first.Serial, again.Serial);
        Assert.Equal(again.Id, (await school.Do(new ReserveCertificate(first.EnrolmentId), ReservingCertificates.Handle)).Id);
    }

    [Fact]
    public async Task A_paper_that_lacks_its_school_is_tried_again_and_not_forgotten()
    {
        var (room, person) = await Finished("Cy Dale", null, "en");
        await Step(run => SectionFinishing.Run(new SectionFinished(room.Section.Id, person, school.Clock.GetUtcNow()), run));
        var reserved = await school.Read(db => db.Certificates.SingleAsync(c => c.PersonId == person, Ct));
        await using (var scope = school.Services.CreateAsyncScope())
        {
            // The school is taken away inside a transaction that ends with this scope: other tests never miss it.
            var db = scope.ServiceProvider.GetRequiredService<Platform.Database.LyceumDb>();
            await using var gone = await db.Database.BeginTransactionAsync(Ct);
            Assert.Equal(1, await db.Institutions.ExecuteDeleteAsync(Ct));
            scope.ServiceProvider.GetRequiredService<Call>().Actor = school.Everything;
            var run = new JobRun(scope.ServiceProvider, Guid.CreateVersion7(), 1, school.Clock.GetUtcNow(), Ct);
            Assert.Equal("academics.institution.not_found", (await Assert.ThrowsAsync<JobRefusedException>(() => IssuingCertificates.Run(new CertificateToIssue(reserved.Id), run))).Message);
        }
        await Step(run => IssuingCertificates.Run(new CertificateToIssue(reserved.Id), run));
        Assert.Equal(CertificateState.Issued, (await school.Read(db => db.Certificates.SingleAsync(c => c.Id == reserved.Id, Ct))).State);
    }

    [Fact]
    public async Task A_course_that_awards_none_gives_none()
    {
        var (room, person) = await Finished("Ben Reed", null, "en");
        await school.Do(new SetCertificateRule(room.Course.Slug, false), SettingCertificateRules.Handle);
        await Step(run => SectionFinishing.Run(new SectionFinished(room.Section.Id, person, school.Clock.GetUtcNow()), run));
        Assert.False(await school.Read(db => db.Certificates.AnyAsync(c => c.PersonId == person, Ct)));
        Assert.Equal("completed", await school.Database.Value<string>($"SELECT state FROM academics.enrolments WHERE person_id = '{person}'"));
    }

    [Fact(Timeout = 30_000)]
    public async Task Many_who_make_the_first_rule_of_a_course_at_once_are_all_answered()
    {
        var room = await school.Classroom(1);
        await school.Database.Execute($"DELETE FROM learning.certificate_rules WHERE course_id = '{room.Course.Id}'");
        var said = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => school.Try(school.Everything, new SetCertificateRule(room.Course.Slug, true), SettingCertificateRules.Handle)));
        Assert.All(said, s => Assert.True(s.Ok, s.Refusal?.Code));
    }

    private async Task<(Classroom Room, Guid Person)> Finished(string name, string? latin, string language)
    {
        var room = await school.Classroom(1);
        var words = name.Split(' ', 2);
        var person = await school.Do(new CreatePerson(words[0], words[1], language, name, latin), CreatingPeople.Handle);
        await school.Do(new Enrol(room.Section.Id, person.Id), Enrolling.Handle);
        var learner = school.ActorOf(new TestPerson(person.Id, "", name));
        Assert.True((await school.Try(learner, new CompleteLesson(room.Lessons[0], 1), CompletingLessons.Handle)).Ok);
        return (room, person.Id);
    }

    /// <summary>One run of a job, with a job id of its own: as when a worker died before it could say that it was done.</summary>
    private async Task Step(Func<JobRun, Task> job)
    {
        await using var scope = school.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Call>().Actor = school.Everything;
        await job(new JobRun(scope.ServiceProvider, Guid.CreateVersion7(), 1, school.Clock.GetUtcNow(), Ct));
    }

    private async Task<string> Text(string hash)
    {
        await using var paper = (await school.Services.GetRequiredService<FileStore>().Open(hash, Ct)).Value;
        var start = new ProcessStartInfo("pdftotext") { RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        foreach (var word in (string[])["-", "-"]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var reading = process.StandardOutput.ReadToEndAsync(Ct);
        await paper.CopyToAsync(process.StandardInput.BaseStream, Ct);
        process.StandardInput.Close();
        return await reading;
    }
}
