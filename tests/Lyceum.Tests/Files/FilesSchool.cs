using System.Net.Http.Headers;
using Lyceum.Platform;
using Lyceum.Platform.Security;
using Lyceum.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Files;

/// <summary>A school in which a header says who comes: what files and the register do is theirs to prove, not signing in.</summary>
public class FilesSchool : School
{
    private const string Header = "X-Test-Person";

    protected override bool Jobs => false;

    public override House House { get; } = new([.. Rooms.All, new PersonsByHeader()]);

    /// <summary>A client acting as this person with these built-in roles.</summary>
    public HttpClient As(Guid person, params string[] roles)
    {
        var client = Visitor();
        client.DefaultRequestHeaders.Add(Header, string.Join(' ', [person.ToString(), .. roles]));
        return client;
    }

    /// <summary>The multipart body of one file.</summary>
    public static MultipartFormDataContent Body(byte[] content, string name, string? type = null) => Body(new ByteArrayContent(content), name, type);

    /// <summary>The multipart body of one file, as it streams.</summary>
    public static MultipartFormDataContent Body(HttpContent content, string name, string? type = null)
    {
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return new MultipartFormDataContent { { content, "file", name } };
    }

    private sealed class PersonsByHeader : IModule
    {
        public string Name => "tests";

        public void Contribute(Contributions add) => add.Use(app => app.Use((http, next) =>
        {
            if (http.Request.Headers[Header].ToString() is { Length: > 0 } who)
            {
                var words = who.Split(' ');
                var person = Guid.Parse(words[0]);
                var house = http.RequestServices.GetRequiredService<House>();
                http.RequestServices.GetRequiredService<Call>().Actor = new Actor(person, person, $"person:{person}", house.Contributions.PermissionsOf(words[1..])) { Roles = words[1..] };
            }
            return next(http);
        }));
    }
}
