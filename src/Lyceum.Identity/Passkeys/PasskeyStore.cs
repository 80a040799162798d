using Lyceum.Identity.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Lyceum.Identity.Passkeys;

/// <summary>
/// What the framework's passkey handler may know: one account and its passkeys, read by us before and locked. It reads no database (the handler
/// takes every exception for a wrong answer, also a lost connection) and changes nothing: changes go through the door.
/// </summary>
internal sealed class PasskeyStore(Account? account, IReadOnlyList<Passkey> passkeys) : IUserPasskeyStore<Account>
{
    public Task<string> GetUserIdAsync(Account user, CancellationToken ct) => Task.FromResult(user.Id.ToString());

    public Task<Account?> FindByIdAsync(string userId, CancellationToken ct) =>
        Task.FromResult(string.Equals(userId, account?.Id.ToString(), StringComparison.Ordinal) ? account : null);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken ct) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. Of(user).Select(p => p.ToInfo())]);

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken ct) =>
        Task.FromResult(passkeys.Any(p => p.CredentialId.AsSpan().SequenceEqual(credentialId)) ? account : null);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken ct) =>
        Task.FromResult(Of(user).FirstOrDefault(p => p.CredentialId.AsSpan().SequenceEqual(credentialId))?.ToInfo());

    public Task<string?> GetUserNameAsync(Account user, CancellationToken ct) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken ct) => Task.FromResult<string?>(user.Email);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken ct) => throw Refuse();

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken ct) => throw Refuse();

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken ct) => throw Refuse();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken ct) => throw Refuse();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken ct) => throw Refuse();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken ct) => throw Refuse();

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken ct) => throw Refuse();

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken ct) => throw Refuse();

    public void Dispose()
    {
        // holds nothing
    }

    private IEnumerable<Passkey> Of(Account user) => passkeys.Where(p => p.AccountId == user.Id);

    private static NotSupportedException Refuse() => new("Accounts change through the door.");
}
