using System.Net.Http.Json;

namespace Lyceum.Tests.Faults;

/// <summary>What a writer knows of a fact it sent (operations.md 6.0).</summary>
internal enum Outcome
{
    /// <summary>Sent, and no answer yet.</summary>
    Tried,

    /// <summary>Acknowledged: it has to be there, once, with this content.</summary>
    Ok,

    /// <summary>Refused: it must not be there.</summary>
    Fail,

    /// <summary>The connection broke or the server did: it may be there once or not at all.</summary>
    Unknown,
}

/// <summary>The kinds of fact and how each is found again: <see cref="Checker"/> holds a query for each.</summary>
internal enum FactKind
{
    Course,
    Person,
    Enrolment,
    Attempt,
    Answer,
    Submission,
    Completion,
    Upload,
}

/// <summary>One fact: unique in the school, written by one writer, told to the log before it is sent and after it is answered.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">By what its row is found again.</param>
/// <param name="Content">What the row must hold.</param>
/// <param name="Client">Who sends it.</param>
/// <param name="Method">How.</param>
/// <param name="Address">Where to.</param>
/// <param name="Body">Makes the body anew for each sending.</param>
internal sealed record Fact(FactKind Kind, string Key, string Content, HttpClient Client, HttpMethod Method, string Address, Func<HttpContent?> Body)
{
    /// <summary>The idempotency key of every sending of this fact.</summary>
    public string Idempotency { get; } = $"fact-{Guid.CreateVersion7():n}";

    public Outcome Outcome { get; set; } = Outcome.Tried;

    /// <summary>The first answer with a success, or the code of the refusal.</summary>
    public string? Answer { get; set; }

    /// <summary>Set where the server answered 5xx although nobody had killed anything, or, whoever had, anything but a 503 that says when to come back.</summary>
    public int? Broke { get; set; }

    public static Func<HttpContent?> Json<T>(T body) => () => JsonContent.Create(body);

    /// <summary>How often it was told to come back, and did.</summary>
    public int PutOff { get; private set; }

    /// <summary>Sends it as a client does that obeys: again, with the same key, while the school says 503 and to come back.</summary>
    public async Task<(Outcome Outcome, string? Answer, int Status)> SendUntilTaken(CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var said = await Send(ct);
            if (said.Status != 503 || tries == 3) return said;
            PutOff++;
            await Task.Delay(100, ct);
        }
    }

    /// <summary>Sends it and says what came of it; the answer is the body.</summary>
    public async Task<(Outcome Outcome, string? Answer, int Status)> Send(CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(Method, new Uri(Address, UriKind.Relative)) { Content = Body() };
            request.Headers.Add("Idempotency-Key", Idempotency);
            using var answer = await Client.SendAsync(request, ct);
            var said = await answer.Content.ReadAsStringAsync(ct);
            var status = (int)answer.StatusCode;
            if (status >= 500 && !(status == 503 && answer.Headers.RetryAfter is not null && said.Contains("platform.database.away", StringComparison.Ordinal))) Broke ??= status;
            return (status < 300 ? Outcome.Ok : status < 500 ? Outcome.Fail : Outcome.Unknown, said, status);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (Outcome.Unknown, null, 0);
        }
    }
}
