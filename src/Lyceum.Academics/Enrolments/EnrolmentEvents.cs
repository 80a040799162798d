using System.Text.Json.Serialization;
using Lyceum.Platform.Jobs;

namespace Lyceum.Academics.Enrolments;

/// <summary>Somebody has a place in a section and may study there.</summary>
public sealed record EnrolmentActivated(Guid EnrolmentId, Guid SectionId, Guid CourseId, Guid PersonId, DateTimeOffset At) : IDomainEvent
{
    /// <inheritdoc/>
    public static string Type => "academics.enrolment.activated.v1";

    /// <inheritdoc/>
    [JsonIgnore]
    public Guid AggregateId => EnrolmentId;
}

/// <summary>An enrolment came to its end: completed, withdrawn, dropped or failed.</summary>
public sealed record EnrolmentEnded(Guid EnrolmentId, Guid SectionId, Guid CourseId, Guid PersonId, EnrolmentState Outcome, DateTimeOffset At) : IDomainEvent
{
    /// <inheritdoc/>
    public static string Type => "academics.enrolment.ended.v1";

    /// <inheritdoc/>
    [JsonIgnore]
    public Guid AggregateId => EnrolmentId;
}
