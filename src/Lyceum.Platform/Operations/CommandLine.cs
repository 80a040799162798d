using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Lyceum.Platform.Database;

namespace Lyceum.Platform.Operations;

/// <summary>The command line, made from the operations that the modules contributed.</summary>
public sealed class CommandLine
{
    private readonly Executable executable;
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly RootCommand root = new("Lyceum, a school of one's own.");
    private readonly Option<string?> data = new("--data") { Description = "The data folder: which installation is meant", HelpName = "DIR", Recursive = true };
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON object instead of text", Recursive = true };
    private readonly Option<bool> verbose = new("--verbose", "-v") { Description = "Print details", Recursive = true };
    private readonly Option<bool> strict = new("--strict") { Description = "Exit with 10 when there are warnings", Recursive = true };

    internal CommandLine(Executable executable, TextWriter output, TextWriter error)
    {
        (this.executable, this.output, this.error) = (executable, output, error);
        foreach (var option in (Option[])[data, json, verbose, strict]) root.Options.Add(option);
        foreach (var operation in executable.House.Contributions.Operations) Add(operation);
        Describe(root);
        root.Subcommands.Add(Help());
    }

    /// <summary>Runs what the words say and returns the exit code. Ctrl-C and SIGTERM ask the operation to stop; a second Ctrl-C does not ask.</summary>
    public static async Task<int> Run(string[] words, Executable executable)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Ask);
        return await new CommandLine(executable, Console.Out, Console.Error).Invoke(words, stop.Token);

        void Ask(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested || signal.Signal != PosixSignal.SIGINT;
            stop.Cancel();
        }
    }

    internal async Task<int> Invoke(string[] words, CancellationToken ct)
    {
        var parsed = root.Parse(words.Length == 0 ? ["help"] : words);
        if (parsed.Errors.Count > 0)
        {
            // "Required command was not provided" is true of a mistyped word, but not what helps.
            var problem = parsed.UnmatchedTokens is [var unknown, ..] ? $"'{unknown}' is not known here"
                : parsed.Errors[0].SymbolResult is OptionResult { Option: Option<int?> number, Tokens: [var given, ..] } ? $"{number.Name} wants a number, and '{given.Value}' is none"
                : parsed.Errors[0].Message;
            await error.WriteLineAsync($"FAIL  {problem}");
            await error.WriteLineAsync($"Next: lyceum help {string.Join(' ', WordsOf(parsed.CommandResult.Command))}".TrimEnd());
            return ExitCodes.Usage;
        }
        // The library's own signal handling would end the process two seconds after Ctrl-C, in the middle of a drain.
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, ct);
    }

    private void Add(Operation operation)
    {
        Command parent = root;
        foreach (var word in operation.Words.SkipLast(1))
        {
            var next = parent.Subcommands.FirstOrDefault(c => c.Name == word);
            if (next is null) parent.Subcommands.Add(next = new Command(word));
            parent = next;
        }
        var command = new Command(operation.Words[^1], operation.Undo is { } undo ? $"{operation.Title}. Undo: {undo}." : $"{operation.Title}.");
        var read = operation.Inputs.Select(input => (input, values: OperationInputs.AddTo(command, input))).ToList();
        if (operation.Risk == Risk.Destructive)
        {
            var confirm = new OperationInput("confirm", "The name of the environment, typed in full") { };
            read.Add((confirm, OperationInputs.AddTo(command, confirm)));
        }
        command.SetAction((parsed, ct) =>
        {
            var inputs = read.ToDictionary(r => r.input.Name, r => OperationInputs.Resolve(r.input, r.values(parsed)), StringComparer.Ordinal);
            return Carry(operation, inputs, parsed, ct);
        });
        parent.Subcommands.Add(command);
    }

    private async Task<int> Carry(Operation operation, IReadOnlyDictionary<string, IReadOnlyList<string>> inputs, ParseResult parsed, CancellationToken ct)
    {
        var plain = parsed.GetValue(json);
        var colour = !plain && !Console.IsOutputRedirected && ReferenceEquals(output, Console.Out) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var writer = new OutcomeWriter(output, plain, parsed.GetValue(verbose), colour);
        OperationOutcome outcome;
        string? journalled = null;
        try
        {
            var installation = Installation.Resolve(parsed.GetValue(data));
            await using var run = new OperationRun(operation, executable, installation, inputs, text => error.WriteLine($"  … {text}"), ct) { Report = writer };
            if (Confirmation.Missing(run, error) is { } missing)
            {
                writer.Write(missing, operation.Id, null);
                return missing.ExitCode;
            }
            if (operation.Risk != Risk.Read)
            {
                await ServerUser.Ensure(installation.Paths, ct);
                installation.Paths.CreateFolders();
                run.Journal = RunJournal.Begin(installation.Paths.Runs, run);
                journalled = run.Id;
            }
            outcome = await Outcomes.Of(operation, () => operation.Body(run), ct);
            run.Journal?.End(outcome);
        }
        catch (ClusterRefusal e)
        {
            outcome = Outcomes.Of(e);
        }
        if (outcome.Verdict == Verdict.Warn && outcome.ExitCode == 0 && parsed.GetValue(strict)) outcome = outcome with { ExitCode = ExitCodes.WarnedStrictly };
        writer.Write(outcome, operation.Id, journalled);
        return outcome.ExitCode;
    }

    private Command Help()
    {
        var words = new Argument<string[]>("words") { Description = "A command, or 'exit-codes'", Arity = ArgumentArity.ZeroOrMore };
        var help = new Command("help", "Say what can be done.") { words };
        help.SetAction(async (parsed, ct) =>
        {
            var topic = parsed.GetValue(words) ?? [];
            if (topic is not ["exit-codes"]) return await Invoke([.. topic, "--help"], ct);
            foreach (var (code, meaning) in ExitCodes.All) await output.WriteLineAsync($"{code,3}  {meaning}");
            return ExitCodes.Ok;
        });
        return help;
    }

    // A group says which words follow.
    private static void Describe(Command parent)
    {
        foreach (var group in parent.Subcommands.Where(c => c.Subcommands.Count > 0))
        {
            group.Description = $"{group.Name} {string.Join('|', group.Subcommands.Select(c => c.Name))}";
            Describe(group);
        }
    }

    private static IEnumerable<string> WordsOf(Command command)
    {
        var words = new Stack<string>();
        for (var at = command; at is not null and not RootCommand; at = at.Parents.OfType<Command>().FirstOrDefault()) words.Push(at.Name);
        return words;
    }
}
