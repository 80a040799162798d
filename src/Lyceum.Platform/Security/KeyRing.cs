using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Lyceum.Platform.Files;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lyceum.Platform.Security;

/// <summary>
/// The house's keys, in <c>platform.keys</c>, so that all nodes share them and a restored backup still opens its sessions: ASP.NET's Data Protection
/// ring, and named signing keys. Every value is wrapped by <see cref="KeyEncryption"/>.
/// </summary>
public sealed class KeyRing(NpgsqlDataSource database, KeyEncryption kek, TimeProvider clock) : IXmlRepository
{
    private const string Protection = "protection";
    private const string Signing = "signing";
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _signing = new(StringComparer.Ordinal);

    internal static void Contribute(Contributions add) => add.Services(services =>
    {
        services.TryAddSingleton(DataFolder.Of);
        services.AddSingleton(sp => KeyEncryption.From(sp.GetRequiredService<IConfiguration>(), sp.GetRequiredService<DataFolder>));
        services.AddSingleton<KeyRing>();
        services.AddDataProtection().SetApplicationName("lyceum");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(sp => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = sp.GetRequiredService<KeyRing>();
            options.XmlEncryptor = new Wrapping(sp.GetRequiredService<KeyEncryption>());
        }));
    });

    /// <summary>The 32 bytes under this name, made on first use; the same on every node.</summary>
    public byte[] SigningKey(string name)
    {
        lock (_gate)
        {
            if (!_signing.TryGetValue(name, out var key)) _signing.Add(name, key = ReadOrMake(name));
            return key;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand("SELECT value FROM platform.keys WHERE kind = 'protection' ORDER BY created_at");
        using var reader = command.ExecuteReader();
        List<XElement> elements = [];
        while (reader.Read()) elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        // The framework writes the decryptor's assembly version; after going back a release that version would not load, and every session would end.
        foreach (var attribute in element.DescendantsAndSelf().Attributes("decryptorType").Where(a => a.Value.StartsWith(typeof(Unwrapping).FullName!, StringComparison.Ordinal)))
            attribute.Value = $"{typeof(Unwrapping).FullName}, {typeof(Unwrapping).Assembly.GetName().Name}";
        Insert(friendlyName, Protection, element.ToString(SaveOptions.DisableFormatting));
    }

    private byte[] ReadOrMake(string name)
    {
        if (Find(name) is { } known) return kek.Unwrap(known);
        // Two nodes may come at once: one insert wins, both read what won.
        Insert(name, Signing, kek.Wrap(RandomNumberGenerator.GetBytes(32)));
        return kek.Unwrap(Find(name)!);
    }

    private string? Find(string name)
    {
        using var command = database.CreateCommand("SELECT value FROM platform.keys WHERE id = $1 AND kind = 'signing'");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return (string?)command.ExecuteScalar();
    }

    private void Insert(string id, string kind, string value)
    {
        using var command = database.CreateCommand("INSERT INTO platform.keys (id, kind, value, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING");
        foreach (var parameter in (object[])[id, kind, value, clock.GetUtcNow()]) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        command.ExecuteNonQuery();
    }

    private sealed class Wrapping(KeyEncryption kek) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
            new(new XElement("wrapped", kek.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)))), typeof(Unwrapping));
    }
}

/// <summary>Named in stored keys, and made by the framework from that name.</summary>
internal sealed class Unwrapping(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<KeyEncryption>().Unwrap(encryptedElement.Value)));
}
