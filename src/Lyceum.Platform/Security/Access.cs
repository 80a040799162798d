namespace Lyceum.Platform.Security;

/// <summary>How far a permission reaches. A wider reach includes the narrower ones.</summary>
public enum Reach
{
    /// <summary>Only what is the actor's own.</summary>
    Own = 1,

    /// <summary>Also the sections the actor teaches.</summary>
    Taught = 2,

    /// <summary>Also the programmes the grant names.</summary>
    Programme = 3,

    /// <summary>Everything in the school.</summary>
    All = 4,
}

/// <summary>Who may come through: on a command, its route and its page. Exactly one of the two kinds stands on each.</summary>
public interface IAccessRule
{
    /// <summary>The permission needed, or null where anyone may come.</summary>
    string? Permission { get; }
}

/// <summary>The permission a command or page needs. How far it reaches is the first condition of the handler's or page's query.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class RequiresAttribute(string permission) : Attribute, IAccessRule
{
    /// <inheritdoc/>
    public string? Permission { get; } = permission;
}

/// <summary>Open to anyone, with the reason written down (sign-in, registration, verification).</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class OpenAttribute(string reason) : Attribute, IAccessRule
{
    /// <summary>Why no permission is asked.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public string? Permission => null;
}

/// <summary>A permission a module knows: its name (<c>academics.course.edit</c>) and which built-in roles hold it, how far.</summary>
public sealed record PermissionDeclaration(string Name, IReadOnlyList<(string Role, Reach Reach)> Roles)
{
    /// <summary>What it opens is the holder's own work and nothing of others, however far it reaches (“see one's teaching”).</summary>
    public bool IsOwnWork { get; init; }
}

/// <summary>The built-in roles (product.md, People and roles). A school may add its own; these keep their meaning in every installation.</summary>
public static class Role
{
    /// <summary>Not a role one is given: whoever is signed in holds it.</summary>
    public const string Everyone = "everyone";
    public const string Learner = "learner";
    public const string Guardian = "guardian";
    public const string Instructor = "instructor";
    public const string TeachingAssistant = "teaching_assistant";
    public const string Registrar = "registrar";
    public const string ExamOfficer = "exam_officer";
    public const string Coordinator = "coordinator";
    public const string AdmissionsCounsellor = "admissions_counsellor";
    public const string AdmissionsManager = "admissions_manager";
    public const string FinanceOfficer = "finance_officer";
    public const string OfficeAssistant = "office_assistant";
    public const string Operator = "operator";
    public const string Administrator = "administrator";
    public const string Auditor = "auditor";

    /// <summary>Every built-in role that can be given to a person, in the order people read them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Learner, Guardian, Instructor, TeachingAssistant, Registrar, ExamOfficer, Coordinator, AdmissionsCounsellor, AdmissionsManager,
        FinanceOfficer, OfficeAssistant, Operator, Administrator, Auditor,
    ];
}
