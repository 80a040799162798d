using System.Net;
using Lyceum.Platform;
using Lyceum.Platform.Localization;
using Lyceum.Platform.Mail;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Mail;

public sealed class MailTests(MailTests.WithMail school, SmtpServer smtp) : IClassFixture<MailTests.WithMail>, IClassFixture<SmtpServer>
{
    public sealed class WithMail : School
    {
        /// <summary>Points the school at the server, as a changed setting would; nothing is restarted.</summary>
        public void Use(SmtpServer? smtp, string host = "localhost", string tls = "required")
        {
            var configuration = Services.GetRequiredService<IConfiguration>();
            configuration["SMTP_HOST"] = smtp is null ? null : host;
            configuration["SMTP_PORT"] = smtp?.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            configuration["SMTP_FROM"] = "school@asclepius.example";
            configuration["SMTP_USER"] = "school";
            configuration["SMTP_PASSWORD"] = "secret";
            configuration["SMTP_TLS"] = tls;
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "ltr", "Hello <b>Layla,")]
    [InlineData("el", "ltr", "Γεια σας Layla,")]
    [InlineData("ar", "rtl", "مرحبًا")]
    public async Task Mail_arrives_encrypted_in_the_readers_language_as_html_and_as_words(string code, string direction, string greeting)
    {
        school.Use(smtp);
        var to = $"layla.{code}@asclepius.example";
        var id = await school.Do(new AskForMail(to, code), AskingForMail.Handle);
        var mail = await smtp.Next(to);

        Assert.True(mail.Secure);
        Assert.Equal("school", mail.User);
        Assert.Contains($"<{id.MailId:n}@asclepius.example>", mail.Raw, StringComparison.Ordinal);
        var (words, html) = (mail.Words, mail.Html);
        Assert.Contains(greeting, words, StringComparison.Ordinal);
        Assert.Contains("7KQ4 2M8X", words, StringComparison.Ordinal);
        Assert.Contains($"{school.Origins.Main}/confirm/7KQ4-2M8X", words, StringComparison.Ordinal);
        Assert.Contains($"lang=\"{code}\" dir=\"{direction}\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"{school.Origins.Main}/confirm/7KQ4-2M8X\"", html, StringComparison.Ordinal);
        if (code == "en") Assert.Contains("&lt;b&gt;Layla", html, StringComparison.Ordinal);
        await Jobs.Workshop.Until(async () => await school.Database.Value<bool>($"SELECT sent_at IS NOT NULL FROM platform.mails WHERE id = '{id.MailId}'"));
        Assert.False(smtp.HasMore(to));
    }

    [Fact]
    public async Task Without_a_mail_server_the_job_fails_with_a_code_and_a_demo_shows_the_mail_instead()
    {
        school.Use(null);
        var lost = await school.Do(new AskForMail("nobody@asclepius.example", "en"), AskingForMail.Handle);
        await Jobs.Workshop.Until(async () => await Error(lost.MailId) == "platform.mail.not_configured");
        using var visitor = school.Visitor("text/html");
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/demo/mail", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/demo/mail/{lost.MailId}", Ct)).StatusCode);

        await school.Database.Execute("INSERT INTO platform.settings (key, value, updated_at) VALUES ('demo', 'true', now())");
        try
        {
            var shown = await school.Do(new AskForMail("visitor@asclepius.example", "en"), AskingForMail.Handle);
            await Jobs.Workshop.Until(async () => await school.Database.Value<string>($"SELECT state FROM platform.jobs WHERE payload->>'mailId' = '{shown.MailId}'") == "done");
            Assert.Contains("visitor@asclepius.example", await visitor.GetStringAsync("/demo/mail", Ct), StringComparison.Ordinal);
            Assert.Contains($"<a href=\"{school.Origins.Main}/confirm/7KQ4-2M8X\"", await visitor.GetStringAsync($"/demo/mail/{shown.MailId}", Ct), StringComparison.Ordinal);
        }
        finally
        {
            await school.Database.Execute("DELETE FROM platform.settings WHERE key = 'demo'");
        }
    }

    [Fact]
    public async Task An_address_the_server_does_not_know_and_mail_in_the_clear_are_refused_by_code_alone()
    {
        school.Use(smtp);
        var gone = await school.Do(new AskForMail("gone@asclepius.example", "en"), AskingForMail.Handle);
        await Jobs.Workshop.Until(async () => await Error(gone.MailId) == "platform.mail.refused");
        school.Use(smtp, "mail.asclepius.example", tls: "off");
        var open = await school.Do(new AskForMail("open@asclepius.example", "en"), AskingForMail.Handle);
        await Jobs.Workshop.Until(async () => await Error(open.MailId) == "platform.mail.tls_needed");
        Assert.Equal(0, await school.Database.Value<long>("SELECT count(*) FROM platform.jobs WHERE last_error LIKE '%asclepius%'"));
    }

    private Task<string?> Error(Guid mail) => school.Database.Value<string>($"SELECT last_error FROM platform.jobs WHERE payload->>'mailId' = '{mail}'");
}

public sealed record Written(Guid MailId);

[Open("a test writes")]
public sealed record AskForMail(string To, string Language);

public static class AskingForMail
{
    public static async Task<Result<Written>> Handle(AskForMail command, Act act) => new Written(await act.SendMail(new MailMessage(command.To, "tests.mail", Language.Find(command.Language)!)
    {
        Args = [("name", command.Language == "en" ? "<b>Layla" : "Layla")],
        Link = "/confirm/7KQ4-2M8X",
        Code = "7KQ4 2M8X",
    }));
}
