using Microsoft.DotNet.Interactive.Formatting;

namespace FairGan.Pages.Tests;

/// <summary>What the notebook kernel puts within reach of every cell.</summary>
public sealed class CellGlobals
{
    internal List<(string MimeType, string Text)> Displayed { get; } = [];

    // In lower case, as the kernel has it.
    public void display(object value) => Displayed.Add(Formatter.Format(value));
}
