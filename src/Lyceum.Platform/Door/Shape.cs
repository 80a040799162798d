using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace Lyceum.Platform;

/// <summary>
/// The shape of a command: the data annotations on its properties or constructor parameters, all field errors at once, as codes with
/// values so that the answer can be said in the reader's language (ADR 0001 tells why not the framework's generated validation).
/// Strings may not carry NUL (PostgreSQL cannot store it) nor lone surrogates; a choice is one of those there are (forms read any number as one).
/// </summary>
internal static class Shape
{
    private sealed record Field(PropertyInfo Property, string Name, ValidationAttribute[] Rules, bool Nested);

    private static readonly ConcurrentDictionary<Type, Field[]> Known = new();

    public static Refusal? Check(object command)
    {
        List<FieldError>? errors = null;
        Check(command, "", ref errors, 0);
        return errors is null ? null : Refusal.Invalid(errors);
    }

    private static void Check(object value, string prefix, ref List<FieldError>? errors, int depth)
    {
        if (depth > 8) return;
        foreach (var field in Known.GetOrAdd(value.GetType(), Read))
        {
            var name = prefix + field.Name;
            var content = field.Property.GetValue(value);
            if (content is string text && !IsText(text)) (errors ??= []).Add(new FieldError(name, "platform.field.not_text"));
            if (content is Enum choice && !Enum.IsDefined(choice.GetType(), choice)) (errors ??= []).Add(new FieldError(name, "platform.field.invalid"));
            foreach (var rule in field.Rules)
            {
                if (Passes(rule, content, new ValidationContext(value) { MemberName = field.Property.Name })) continue;
                (errors ??= []).Add(Say(name, rule));
                break;
            }
            if (!field.Nested || content is null) continue;
            if (content is System.Collections.IEnumerable list and not string)
            {
                var i = 0;
                foreach (var item in list) if (item is not null) Check(item, $"{name}[{i++}].", ref errors, depth + 1);
            }
            else Check(content, name + ".", ref errors, depth + 1);
        }
    }

    // The attribute turns a decimal into an int first: 100.4 would count as 100, and what fits no int throws.
    private static bool Passes(ValidationAttribute rule, object? content, ValidationContext at) => rule is RangeAttribute { Minimum: int min, Maximum: int max } && content is decimal number
        ? number >= min && number <= max
        : rule.GetValidationResult(content, at) == ValidationResult.Success;

    private static FieldError Say(string field, ValidationAttribute rule) => rule switch
    {
        RequiredAttribute => new(field, "platform.field.required"),
        StringLengthAttribute { MinimumLength: > 0 } s => new(field, "platform.field.length", ("min", s.MinimumLength), ("max", s.MaximumLength)),
        StringLengthAttribute s => new(field, "platform.field.too_long", ("max", s.MaximumLength)),
        MaxLengthAttribute m => new(field, "platform.field.too_long", ("max", m.Length)),
        MinLengthAttribute m => new(field, "platform.field.too_short", ("min", m.Length)),
        RangeAttribute r => new(field, "platform.field.range", ("min", r.Minimum), ("max", r.Maximum)),
        EmailAddressAttribute => new(field, "platform.field.email"),
        AllowedValuesAttribute a => new(field, "platform.field.choice", ("choices", string.Join(", ", a.Values))),
        _ => new(field, rule.ErrorMessage is { Length: > 0 } key && key.Contains('.', StringComparison.Ordinal) ? key : "platform.field.invalid"),
    };

    private static Field[] Read(Type type)
    {
        var parameters = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()?.GetParameters() ?? [];
        return [.. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                   where property.GetIndexParameters().Length == 0
                   let parameter = parameters.FirstOrDefault(p => p.Name == property.Name)
                   let rules = property.GetCustomAttributes<ValidationAttribute>().Concat(parameter?.GetCustomAttributes<ValidationAttribute>() ?? []).ToArray()
                   let nested = IsNested(property.PropertyType)
                   where rules.Length > 0 || nested || property.PropertyType == typeof(string) || (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).IsEnum
                   select new Field(property, JsonNamingPolicy.CamelCase.ConvertName(property.Name), rules, nested)];
    }

    private static bool IsNested(Type type)
    {
        var item = type.IsArray ? type.GetElementType()! : type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)) ? type.GetGenericArguments()[^1] : type;
        return item.IsClass && item != typeof(string) && item.Namespace?.StartsWith("Lyceum", StringComparison.Ordinal) == true;
    }

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return false;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return false;
        }
        return true;
    }
}
