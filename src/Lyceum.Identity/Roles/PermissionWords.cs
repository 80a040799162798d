using Lyceum.Platform.Localization;

namespace Lyceum.Identity.Roles;

/// <summary>What a permission allows, in words: <c>identity.role.assign</c> has its text under <c>identity.permission.role.assign</c>, in the room that declares it.</summary>
internal static class PermissionWords
{
    extension(Texts texts)
    {
        /// <summary>“Give and take away roles”; the name itself where its room gave no words (a test keeps that from happening).</summary>
        public string Permission(string name) => KeyOf(name) is var key && texts.Knows(key) ? texts[key] : name;

        /// <summary>The heading over a room's permissions.</summary>
        public string PermissionsOf(string room) => texts.Knows(room + ".permissions") ? texts[room + ".permissions"] : room;
    }

    /// <summary>Where the words of a permission stand.</summary>
    internal static string KeyOf(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? $"{name[..dot]}.permission{name[dot..]}" : name;
}
