using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;

namespace Lyceum.Tests.FirstDays;

/// <summary>Which folders a school may keep its backups in. In a class of its own: it makes administrators, and the link for the first one is for schools without any.</summary>
public sealed class BackupFolderTests(School school) : IClassFixture<School>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_for_backups_is_refused_by_name_of_what_is_wrong()
    {
        using var office = await school.SignedIn(Role.Administrator);
        using var folder = new TemporaryFolder();
        var (locked, linked, file) = (Path.Combine(folder.Path, "locked"), Path.Combine(folder.Path, "linked"), Path.Combine(folder.Path, "file"));
        Directory.CreateDirectory(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(linked, school.Data);
        await File.WriteAllTextAsync(file, "x", Ct);
        Directory.CreateDirectory(Path.Combine(school.Data, "backups"));
        List<(string, string)> wrong = [("backups", "platform.backup.relative"), ("../x", "platform.backup.relative"), (Path.Combine(folder.Path, "none"), "platform.backup.missing"), (file, "platform.backup.missing"),
            (school.Data, "platform.backup.inside_data"), (Path.Combine(school.Data, "backups"), "platform.backup.inside_data"), (linked, "platform.backup.inside_data"), (Path.Combine(linked, "backups"), "platform.backup.inside_data"),
            (folder.Path + "/../" + Path.GetFileName(school.Data), "platform.backup.inside_data"), (Path.GetDirectoryName(school.Data)!, "platform.backup.around_data"), ("/dev/shm/../../proc/self", "platform.backup.not_writable")];
        if (Environment.UserName != "root") wrong.Add((locked, "platform.backup.not_writable"));
        foreach (var (path, code) in wrong)
        {
            using var tried = await office.PostAsJsonAsync("/api/v1/setup/backup-folder-test", new { folder = path }, Ct);
            using var kept = await office.PutAsJsonAsync("/api/v1/settings/platform.backup_folder", new { value = path }, Ct);
            foreach (var answer in (HttpResponseMessage[])[tried, kept])
            {
                var body = await answer.Content.ReadAsStringAsync(Ct);
                Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity && body.Contains(code, StringComparison.Ordinal), $"{path}: {answer.StatusCode} {body}");
            }
        }
        using var good = await office.PostAsJsonAsync("/api/v1/setup/backup-folder-test", new { folder = folder.Path }, Ct);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.True((await good.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("freeBytes").GetInt64() > 0);
        Directory.Delete(linked);
    }
}
