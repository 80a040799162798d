using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Platform.Health;

/// <summary>Platform's own parts: the database, mail, jobs.</summary>
internal static class StatusChecks
{
    private static readonly TimeSpan LateJob = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LateMail = TimeSpan.FromMinutes(15);

    public static void Contribute(Contributions add)
    {
        add.Services(services => services.AddSingleton<StatusBoard>());
        add.Status(new StatusCheck("school", 10, "platform.status.school", async r => await One(r, "SELECT 1") is null ? PartState.Down : r.IsReadOnly ? PartState.Partly : PartState.Works));
        add.Status(new StatusCheck("mail", 40, "platform.status.mail", Mail));
        add.Status(new StatusCheck("jobs", 50, "platform.status.jobs", Jobs));
        add.Api(api => api.MapGet("/status", async (StatusBoard board, CancellationToken ct) => (Result<SchoolStatus>)await board.Read(ct))
            .Open("whether the school works is no secret; why not is for operators").WithSummary("Whether the school and each of its parts work, as anyone may know it."));
    }

    /// <summary>Late work means that nobody works, or too few.</summary>
    private static async Task<PartState> Jobs(StatusReading r) =>
        await One(r, "SELECT min(run_at) FROM platform.jobs WHERE state = 'queued' AND run_at <= $1", r.Now) is DateTime due && r.Now - due > LateJob ? PartState.Partly : PartState.Works;

    /// <summary>Letters that wait longer than two attempts take, or that were given up within the last hour.</summary>
    private static async Task<PartState> Mail(StatusReading r) =>
        await One(r, "SELECT EXISTS (SELECT FROM platform.jobs WHERE kind = 'platform.send_mail' AND ((state = 'queued' AND created_at < $1) OR (state = 'dead' AND finished_at > $2)))",
            r.Now - LateMail, r.Now.AddHours(-1)) is true ? PartState.Partly : PartState.Works;

    private static async Task<object?> One(StatusReading r, string sql, params DateTimeOffset[] times)
    {
        await using var command = r.Database.CreateCommand(sql);
        foreach (var time in times) command.Parameters.Add(new NpgsqlParameter { Value = time });
        return await command.ExecuteScalarAsync(r.Ct);
    }
}
