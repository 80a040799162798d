using Lyceum.Platform.Localization;

namespace Lyceum.Platform.Pdf;

/// <summary>A document to be printed: its title and language (both become part of the PDF), its style sheet, its body as HTML, and its date.</summary>
/// <param name="Styles">CSS, with <c>@page</c> for size and margins. Pictures and fonts only as <c>data:</c>; the fonts of the system by name.</param>
/// <param name="Body">HTML, every value in it already encoded. Script does not run.</param>
/// <param name="At">Printed as the PDF's date: the same source gives the same bytes.</param>
public sealed record PdfSource(string Title, Language Language, string Styles, string Body, DateTimeOffset At);

/// <summary>The renderer is missing, took too long, or failed; the message says which. A job that meets it is tried again.</summary>
public sealed class PdfFailure(string message) : Exception(message);
