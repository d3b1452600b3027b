namespace FairGan.Reporting.Quality.Privacy.Attacks;

/// <summary>A document that is scanned for rare values.</summary>
/// <param name="Kind">"card" or "report".</param>
/// <param name="Text">Its text, such as Markdown, HTML or JSON.</param>
internal sealed record ScannedDocument(string Kind, string Text);
