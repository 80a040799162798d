using System.Security.Cryptography;
using Lyceum.Platform.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lyceum.Tests.Files;

public sealed class KeyRingTests(FilesSchool school) : IClassFixture<FilesSchool>
{
    [Fact]
    public async Task Keys_stand_in_the_database_only_wrapped()
    {
        var protector = school.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        Assert.Equal("secret", protector.Unprotect(protector.Protect("secret")));
        var signing = school.Services.GetRequiredService<KeyRing>().SigningKey("test");

        var stored = await school.Database.Value<string>("SELECT string_agg(value, ' ') FROM platform.keys") ?? "";
        Assert.Contains("<wrapped", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Version=", stored[stored.IndexOf("decryptorType", StringComparison.Ordinal)..][..120], StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(signing), stored, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(school.Data, "secrets", "kek")));
    }

    [Fact]
    public void Another_node_with_the_same_key_encryption_key_reads_the_same_keys()
    {
        var kek = school.Services.GetRequiredService<KeyEncryption>();
        var other = new KeyRing(school.Database.App, kek, school.Clock);
        Assert.Equal(school.Services.GetRequiredService<KeyRing>().SigningKey("shared"), other.SigningKey("shared"));
        Assert.Equal(32, other.SigningKey("shared").Length);
    }

    [Fact]
    public void The_wrong_key_encryption_key_is_named_and_opens_nothing()
    {
        school.Services.GetRequiredService<KeyRing>().SigningKey("locked");
        var wrong = new KeyRing(school.Database.App, new KeyEncryption(RandomNumberGenerator.GetBytes(32)), school.Clock);
        var refusal = Assert.Throws<CryptographicException>(() => wrong.SigningKey("locked"));
        Assert.Contains(school.Services.GetRequiredService<KeyEncryption>().Id, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_may_be_given_by_the_environment()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var given = new ConfigurationBuilder().AddInMemoryCollection([new("LYCEUM_KEK", Convert.ToBase64String(key))]).Build();
        var wrapped = new KeyEncryption(key).Wrap("hello"u8);
        Assert.Equal("hello"u8.ToArray(), KeyEncryption.From(given, () => throw new InvalidOperationException("not needed")).Unwrap(wrapped));
    }
}
