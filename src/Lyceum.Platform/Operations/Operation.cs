namespace Lyceum.Platform.Operations;

/// <summary>How much an operation can break. Everything above <see cref="Read"/> is journalled; the last asks for the environment's name.</summary>
public enum Risk
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>Changes data in a way that normal use does too.</summary>
    Write,

    /// <summary>People notice: something stops or restarts.</summary>
    Disruptive,

    /// <summary>Data is gone or replaced afterwards.</summary>
    Destructive,
}

/// <summary>What kind of value an input takes.</summary>
public enum InputKind
{
    /// <summary>One piece of text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Present or not.</summary>
    Flag,

    /// <summary>Text that may be given several times.</summary>
    List,
}

/// <summary>One input of an operation: an option <c>--name</c> on the command line, a field of the form and of the API body.</summary>
/// <param name="Name">Lower-case words joined by hyphens.</param>
/// <param name="Help">One line, without a full stop.</param>
public sealed record OperationInput(string Name, string Help)
{
    /// <summary>The kind of value; text unless told.</summary>
    public InputKind Kind { get; init; }

    /// <summary>Without it the operation is refused with exit code 2.</summary>
    public bool Required { get; init; }

    /// <summary>Never journalled or printed; <c>-</c> on the command line reads it from standard input.</summary>
    public bool Secret { get; init; }

    /// <summary>Written without <c>--name</c>, by its place.</summary>
    public bool Positional { get; init; }
}

/// <summary>
/// Something an operator does. Declared once; the command line, its help, the API and the page are made from the declaration.
/// </summary>
public sealed record Operation
{
    /// <summary>Stable id such as <c>migrate.up</c>; its parts are the words of the command.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, in the imperative, one line without a full stop.</summary>
    public required string Title { get; init; }

    /// <summary>How much it can break.</summary>
    public required Risk Risk { get; init; }

    /// <summary>Carries it out. What it throws is reported and journalled as a failure.</summary>
    public required Func<OperationRun, Task<OperationOutcome>> Body { get; init; }

    /// <summary>Requirements of the operations specification that it meets (DP-…, BK-…).</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>What it asks for besides <c>--data</c>, <c>--json</c>, <c>--verbose</c> and <c>--strict</c>, which every operation has.</summary>
    public IReadOnlyList<OperationInput> Inputs { get; init; } = [];

    /// <summary>How to take it back, for the one who regrets it.</summary>
    public string? Undo { get; init; }

    /// <summary>Permission needed on page and API; null keeps it to the command line, where the operating system decides who may.</summary>
    public string? Permission { get; init; }

    /// <summary>Whether being interrupted is its normal end (servers) and not a failure.</summary>
    public bool RunsUntilStopped { get; init; }

    /// <summary>The words of the command: <c>migrate up</c>.</summary>
    public IReadOnlyList<string> Words => Id.Split('.');
}
