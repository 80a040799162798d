using System.Net;
using System.Net.Http.Json;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Tests.Faults;

/// <summary>A pooled connection on which PostgreSQL holds statements that Npgsql does not know of, as a killed database leaves one (ADR 0066).</summary>
public sealed class SpoiledConnectionTests(School school) : IClassFixture<School>
{
    private const int Writes = 12;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_thrown_away_and_costs_no_write()
    {
        using var office = await school.SignedIn(Role.Administrator, Role.Registrar);
        var pid = await Spoil(school.Services.GetRequiredService<NpgsqlDataSource>());
        List<HttpStatusCode> said = [];
        for (var n = 0; n < Writes; n++)
            for (var taken = false; !taken;)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/people", UriKind.Relative)) { Content = JsonContent.Create(new { givenName = "A", familyName = $"Spoiled-{n}", language = "en" }) };
                request.Headers.Add("Idempotency-Key", $"spoiled-{n}");
                using var answer = await office.SendAsync(request, Ct);
                said.Add(answer.StatusCode);
                taken = answer.StatusCode == HttpStatusCode.Created;
                if (taken) continue;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
            }

        Assert.InRange(said.Count, Writes, Writes + 1);
        Assert.Equal(Writes, await school.Database.Value<long>("SELECT count(*) FROM identity.people WHERE family_name LIKE 'Spoiled-%'"));
        Assert.Equal(0, await school.Database.Value<long>($"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}"));
    }

    /// <summary>The one idle connection of the pool, with every name taken that Npgsql would give to a statement.</summary>
    private static async Task<int> Spoil(NpgsqlDataSource database)
    {
        database.Clear();
        await using var connection = await database.OpenConnectionAsync(Ct);
        // One that Npgsql knows of, or it would have everything forgotten when the connection goes back.
        for (var uses = 0; uses < 6; uses++) await new NpgsqlCommand("SELECT 'spoiled'", connection).ExecuteScalarAsync(Ct);
        for (var slot = 1; slot < 100; slot++) await new NpgsqlCommand($"PREPARE _auto{slot} AS SELECT {slot}", connection).ExecuteNonQueryAsync(Ct);
        return connection.ProcessID;
    }
}
