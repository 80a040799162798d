using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Lyceum.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Lyceum.Platform;

/// <summary>Nothing to say beyond "done"; as an HTTP answer, 204.</summary>
public sealed record Done
{
    /// <summary>The one value.</summary>
    public static readonly Done It = new();
}

/// <summary>A record with a version answers with an ETag, and <c>If-None-Match</c> with 304.</summary>
public interface IVersioned
{
    /// <summary>Counts changes of the row, from 1.</summary>
    int Version { get; }
}

/// <summary>
/// Either the value or the refusal. Returned by every handler and by every read that can miss; as an endpoint's return value it writes
/// 200 (201 with an address, 204 for <see cref="Done"/>) or problem+json, and tells OpenAPI both.
/// </summary>
public sealed class Result<T> : IResult, IEndpointMetadataProvider where T : notnull
{
    private readonly T? _value;

    private Result(T? value, Refusal? refusal, string? address = null)
    {
        _value = value;
        Refusal = refusal;
        Address = address;
    }

    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Refusal is null;

    /// <summary>The value. Asking a refusal for its value is a bug and throws.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    /// <summary>Why not, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Where the new thing lives; makes the answer 201 with Location.</summary>
    public string? Address { get; }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);

    /// <summary>The same value, answered as 201 with this address.</summary>
    public Result<T> Created(string address) => new(_value, Refusal, address);

    /// <summary>The value transformed; a refusal stays as it is.</summary>
    public Result<TOther> Map<TOther>(Func<T, TOther> map) where TOther : notnull => Refusal is null ? map(_value!) : Refusal;

    /// <summary>The next step on the value; a refusal stays as it is.</summary>
    public Result<TOther> Then<TOther>(Func<T, Result<TOther>> next) where TOther : notnull => Refusal is null ? next(_value!) : Refusal;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Refusal is not null) return Problems.Write(httpContext, Refusal);
        if (_value is Done) return TypedResults.NoContent().ExecuteAsync(httpContext);
        if (_value is IVersioned versioned && ETags.Answers304(httpContext, versioned.Version)) return Task.CompletedTask;
        return Address is null ? TypedResults.Ok(_value).ExecuteAsync(httpContext) : TypedResults.Created(Address, _value).ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        if (typeof(T) == typeof(Done)) builder.Metadata.Add(new ProducesResponseTypeMetadata(204));
        else builder.Metadata.Add(new ProducesResponseTypeMetadata(200, typeof(T), ["application/json"]));
        foreach (var status in (int[])[400, 401, 403, 404, 409, 410, 412, 422, 429, 503])
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"]));
    }
}
