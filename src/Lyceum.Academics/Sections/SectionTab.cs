using System.Runtime.CompilerServices;
using Lyceum.Academics.Sections;

namespace Lyceum.Academics.Sections
{
    /// <summary>A tab of a section's teaching pages that a room brings.</summary>
    /// <param name="Name">Unique: <c>roster</c>, <c>plan</c>.</param>
    /// <param name="Order">Place in the row; rooms leave gaps of ten. Roster is 20.</param>
    /// <param name="TextKey">The word.</param>
    /// <param name="Href">The address, from course slug and section code (both already escaped).</param>
    /// <param name="Permission">Who sees it.</param>
    public sealed record SectionTab(string Name, int Order, string TextKey, Func<string, string, string> Href, string Permission);
}

namespace Lyceum.Platform
{
    /// <summary>Section tabs among the contributions.</summary>
    public static class SectionTabContributions
    {
        private static readonly ConditionalWeakTable<Contributions, List<SectionTab>> Known = [];

        extension(Contributions add)
        {
            /// <summary>The tabs of a section, in order.</summary>
            public IReadOnlyList<SectionTab> SectionTabs => [.. Known.GetOrCreateValue(add).OrderBy(t => t.Order)];

            /// <summary>Puts a tab on the teaching pages of a section: <c>/teach/{course}/{section}/…</c>.</summary>
            public void SectionTab(string name, int order, string textKey, Func<string, string, string> href, string permission) =>
                Known.GetOrCreateValue(add).Add(new SectionTab(name, order, textKey, href, permission));
        }
    }
}
