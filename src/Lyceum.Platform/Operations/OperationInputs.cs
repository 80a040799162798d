using System.CommandLine;

namespace Lyceum.Platform.Operations;

/// <summary>Turns declared inputs into options and arguments of the command line and reads them back as text.</summary>
internal static class OperationInputs
{
    /// <summary>Adds the option or argument; the function returned reads what was given.</summary>
    public static Func<ParseResult, IReadOnlyList<string>> AddTo(Command command, OperationInput input)
    {
        if (input.Positional)
        {
            var argument = new Argument<string[]>(input.Name)
            {
                Description = input.Help,
                Arity = new ArgumentArity(input.Required ? 1 : 0, input.Kind == InputKind.List ? 100 : 1),
            };
            command.Arguments.Add(argument);
            return parsed => parsed.GetValue(argument) ?? [];
        }
        return input.Kind switch
        {
            InputKind.Flag => Option<bool>(on => on ? ["true"] : []),
            InputKind.Number => Option<int?>(number => number is { } n ? [n.ToString(System.Globalization.CultureInfo.InvariantCulture)] : []),
            InputKind.List => Option<string[]>(list => list ?? []),
            _ => Option<string?>(text => text is null ? [] : [text]),
        };

        Func<ParseResult, IReadOnlyList<string>> Option<T>(Func<T?, IReadOnlyList<string>> values)
        {
            var option = new Option<T>($"--{input.Name}") { Description = input.Help, Required = input.Required, HelpName = typeof(T) == typeof(bool) ? null : input.Name.ToUpperInvariant() };
            command.Options.Add(option);
            return parsed => values(parsed.GetValue(option));
        }
    }

    /// <summary>A secret given as <c>-</c> comes from standard input: what stands on a command line, every user of the machine can read.</summary>
    public static IReadOnlyList<string> Resolve(OperationInput input, IReadOnlyList<string> given) =>
        input.Secret && given is ["-"] ? [Console.In.ReadLine() ?? ""] : given;
}
