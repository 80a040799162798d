using System.Text.Json;
using Lyceum.Platform;
using Lyceum.Platform.Operations;
using Lyceum.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lyceum.Tests.Operations;

public sealed class CommandLines : IDisposable
{
    private readonly string data = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"lyceum-cli-{Guid.CreateVersion7():N}")).FullName;

    [Fact]
    public async Task The_verdict_comes_first_and_the_next_command_last()
    {
        var (exit, output, _) = await Run(Sample(_ => OperationOutcome.Ok("3 bells rung", "lyceum bell silence") with { Details = ["at noon"] }), "bell", "ring");
        Assert.Equal(0, exit);
        Assert.Equal(["OK    3 bells rung", "  at noon", "Next: lyceum bell silence"], output);
    }

    [Fact]
    public async Task A_value_stands_alone_on_the_last_line()
    {
        var (_, output, _) = await Run(Sample(_ => OperationOutcome.Ok("token made") with { Value = "lyc_abc" }), "bell", "ring");
        Assert.Equal("lyc_abc", output[^1]);
    }

    [Fact]
    public async Task Json_is_one_object_and_nothing_else()
    {
        var (exit, output, _) = await Run(Sample(_ => OperationOutcome.Fail("ops.bell.cracked", "cracked") with { Data = new { bells = 3 } }), "bell", "ring", "--json");
        using var json = JsonDocument.Parse(string.Join('\n', output));
        Assert.Equal(1, exit);
        Assert.Equal(("lyceum.operation/1", "FAIL", "ops.bell.cracked", 3), (json.RootElement.GetProperty("schema").GetString(), json.RootElement.GetProperty("verdict").GetString(),
            json.RootElement.GetProperty("code").GetString(), json.RootElement.GetProperty("data").GetProperty("bells").GetInt32()));
    }

    [Fact]
    public async Task Inputs_arrive_and_a_run_that_writes_is_journalled_first_without_its_secrets()
    {
        var operation = Sample(run =>
        {
            Assert.Equal(("big", 5, true), (run.Text("which"), run.Number("times"), run.Flag("loud")));
            Assert.Equal(["a", "b"], run.List("for"));
            Assert.Contains("\"begin\"", Journal(), StringComparison.Ordinal);      // before the body did anything
            return OperationOutcome.Ok("rung");
        }) with
        {
            Risk = Risk.Write,
            Inputs =
            [
                new("which", "Which bell"), new("times", "How often") { Kind = InputKind.Number }, new("loud", "Loud") { Kind = InputKind.Flag },
                new("for", "For whom") { Kind = InputKind.List }, new("key", "Of the tower") { Secret = true },
            ],
        };
        var (exit, _, _) = await Run(operation, "bell", "ring", "--which", "big", "--times", "5", "--loud", "--for", "a", "--for", "b", "--key", "hunter2");
        Assert.Equal(0, exit);
        Assert.Equal(2, Journal().Trim().Split('\n').Length);
        Assert.Contains("\"key\":\"sha256:", Journal(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Journal(), StringComparison.Ordinal);
        Assert.Equal(26, Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(data, "runs")).Single()).Length);
    }

    [Fact]
    public async Task A_destructive_operation_wants_the_name_of_the_environment()
    {
        var rung = 0;
        var operation = Sample(_ => { rung++; return OperationOutcome.Ok("gone"); }) with { Risk = Risk.Destructive };
        Assert.Equal(ExitCodes.Unconfirmed, (await Run(operation, "bell", "ring", "--confirm", "elsewhere")).Exit);
        Assert.Equal(0, rung);
        Assert.Equal(ExitCodes.Ok, (await Run(operation, "bell", "ring", "--confirm", Installation.Resolve(data).EnvironmentName)).Exit);
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "bell", "rong")]
    [InlineData(ExitCodes.Usage, "bell", "ring", "--louder")]
    [InlineData(ExitCodes.Ok, "help", "bell", "ring")]
    [InlineData(ExitCodes.Ok, "help", "exit-codes")]
    [InlineData(ExitCodes.WarnedStrictly, "bell", "ring", "--strict")]
    public async Task Exit_codes_mean_what_they_say(int expected, params string[] words) =>
        Assert.Equal(expected, (await Run(Sample(_ => OperationOutcome.Warn("hoarse")), words)).Exit);

    [Fact]
    public async Task An_exception_becomes_a_verdict()
    {
        var (exit, output, _) = await Run(Sample(_ => throw new InvalidOperationException("no rope")), "bell", "ring");
        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Equal("FAIL  InvalidOperationException: no rope [ops.unexpected]", output[0]);
    }

    [Fact]
    public async Task A_database_that_is_behind_is_told_from_one_that_is_broken()
    {
        var (exit, output, _) = await Run(Sample(_ => throw new PostgresException("relation \"bells\" does not exist", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable)), "bell", "ring");
        Assert.Equal((ExitCodes.Precondition, "Next: lyceum migrate up"), (exit, output[^1]));
        (exit, output, _) = await Run(Sample(_ => throw new PostgresException("disk full", "ERROR", "ERROR", PostgresErrorCodes.DiskFull)), "bell", "ring");
        Assert.Equal((ExitCodes.Failed, "Next: lyceum config validate"), (exit, output[^1]));
    }

    [Fact]
    public async Task What_is_no_number_is_named_and_no_type_of_the_program_is()
    {
        var (exit, _, error) = await Run(Sample(_ => OperationOutcome.Ok("rung")) with { Inputs = [new("times", "How often") { Kind = InputKind.Number }] }, "bell", "ring", "--times", "twice");
        Assert.Equal(ExitCodes.Usage, exit);
        Assert.Contains("--times wants a number, and 'twice' is none", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ids_sort_by_time_and_have_no_letters_that_look_alike()
    {
        var clock = new TestClock();
        var first = RunId.New(clock.GetUtcNow());
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(string.CompareOrdinal(first, RunId.New(clock.GetUtcNow())) < 0);
        Assert.DoesNotContain(first, "ILOU".Contains);
    }

    [Fact]
    public void Every_operation_of_the_house_says_what_it_does() => Assert.All(new House(Rooms.All).Contributions.Operations, operation =>
    {
        Assert.False(operation.Title.EndsWith('.'), operation.Id);
        Assert.All(operation.Inputs, input => Assert.NotEmpty(input.Help));
    });

    public void Dispose() => Directory.Delete(data, recursive: true);

    private string Journal() => File.ReadAllText(Directory.GetFiles(Path.Combine(data, "runs")).Single());

    private static Operation Sample(Func<OperationRun, OperationOutcome> body) =>
        new() { Id = "bell.ring", Title = "Ring the bell", Risk = Risk.Read, Body = run => Task.FromResult(body(run)) };

    private async Task<(int Exit, string[] Output, string Error)> Run(Operation operation, params string[] words)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var executable = new Executable { House = new House(new Tower(operation)), Host = _ => Task.CompletedTask, Services = (_, _) => new ServiceCollection().BuildServiceProvider() };
        var exit = await new CommandLine(executable, output, error).Invoke([.. words, .. words[0] == "help" ? (string[])[] : ["--data", data]], TestContext.Current.CancellationToken);
        return (exit, output.ToString().TrimEnd().Split('\n'), error.ToString());
    }

    private sealed class Tower(Operation operation) : IModule
    {
        public string Name => "tower";

        public void Contribute(Contributions add) => add.Operation(operation);
    }
}
