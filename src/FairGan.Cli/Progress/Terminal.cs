using System.Text;

namespace FairGan.Cli.Progress;

/// <summary>The console, to which no control characters from the data are passed: all messages go through it.</summary>
internal static class Terminal
{
    /// <summary>Standard error without the check, for the display of progress, which moves the cursor.</summary>
    public static TextWriter Unchecked { get; private set; } = TextWriter.Null;

    /// <summary>Puts the check before standard output and standard error.</summary>
    public static void Guard()
    {
        Unchecked = Console.Error;
        Console.SetOut(new Checked(Console.Out));
        Console.SetError(new Checked(Console.Error));
    }

    private sealed class Checked(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => inner.Write(VisibleText.OfLines(value.ToString()));

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value) => inner.Write(VisibleText.OfLines(value ?? ""));

        public override void WriteLine(string? value) => inner.WriteLine(VisibleText.OfLines(value ?? ""));

        public override void Flush() => inner.Flush();
    }
}
