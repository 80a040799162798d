namespace Lyceum.Platform.Operations;

/// <summary>Looks at settings without changing anything.</summary>
/// <param name="Name">What is looked at: <c>mail</c>, <c>database</c>.</param>
/// <param name="Look">Returns what was found; what it throws is reported as a failure.</param>
public sealed record ConfigurationCheck(string Name, Func<OperationRun, Task<Finding>> Look);

/// <summary>What a check found.</summary>
/// <param name="Verdict">How it stands.</param>
/// <param name="Text">The evidence, with units.</param>
public sealed record Finding(Verdict Verdict, string Text);
