using System.Text;

namespace FairGan.Fuzz;

/// <summary>CSV files: inspected and audited.</summary>
internal sealed class CsvReader : Reader
{
    private const int LongestText = 5000;

    private static readonly string[] s_cells =
    [
        "", "\"", "\"\"", "\"a\nb\"", "\0", "\uFFFE", "\uFEFF", "\uDC00", "1e999", "-1e400", "NaN", "∞", "9999-99-99", "0001-01-01", "9999-12-31T23:59:59.9999999", "24:00:00", "1e-400",
        "9223372036854775808", "170141183460469231731687303715884105728", "0x10", "=1+1", "null", "true", "1,234,567.89", "1.234,5", "$-5", "(3)", "12 %", "\u202e", "\ud83d\ude00", "\r", "\t", "sep=;",
        "-0", "00", "+", ".", "e", "1/0", "31.02.2020", "12:60", "P1Y", "-1.7976931348623157E308", "5E-324",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds() => [SeedTables.Csv()];

    /// <inheritdoc/>
    public override byte[] Damage(byte[] file, Random random)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(file).Split('\n')];
        int line = random.Next(3) == 0 ? 0 : random.Next(lines.Count);
        List<string> cells = [.. lines[line].Split(',')];
        int cell = random.Next(cells.Count);
        switch (random.Next(12))
        {
            case <= 3:
                cells[cell] = Fuzz.Damage.Any(s_cells, random);
                break;
            case 4:
                cells[cell] += Fuzz.Damage.Any(s_cells, random);
                break;
            case 5:
                cells.InsertRange(cell, Enumerable.Range(0, random.Next(4) == 0 ? LongestText : 2).Select(i => $"{cells[cell]}{i}"));
                break;
            case 6:
                cells.RemoveAt(cell);
                break;
            case 7:
                cells[cell] = new string(Fuzz.Damage.Any(['x', '9', '"', ' ', '.', '-', '\u0301'], random), random.Next(1, LongestText));
                break;
            case 8:
                // A whole column of one cell, or of cells that are all different.
                bool isSame = random.Next(2) == 0;
                string text = Fuzz.Damage.Any(s_cells, random);
                return Joined(lines.Select((row, i) => i == 0 ? row : string.Join(',', row.Split(',').Select((old, place) => place == cell ? isSame ? text : text + i : old))));
            case 9:
                lines.Insert(line, lines[random.Next(lines.Count)]);
                return Joined(lines);
            case 10:
                return Recoded(lines, random);
            default:
                return Joined(lines.Select(row => row.Replace(',', Fuzz.Damage.Any([';', '\t', '|', ','], random))));
        }

        lines[line] = string.Join(',', cells);
        return Joined(lines);
    }

    /// <inheritdoc/>
    public override string? Try(byte[] file, long input)
    {
        string path = Commands.Put("table.csv", file);
        return input % 3 == 0
            ? CommandTrial.Run("audit", path, "--label", SeedTables.Label, "--positive", "yes", "--sensitive", SeedTables.Sensitive)
            : CommandTrial.Run("inspect", path);
    }

    private static byte[] Joined(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static byte[] Recoded(List<string> lines, Random random)
    {
        string text = string.Join(Fuzz.Damage.Any(["\r\n", "\r", "\n\n", "\n"], random), lines);
        Encoding encoding = Fuzz.Damage.Any<Encoding>([Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1, Encoding.UTF8], random);
        return [.. random.Next(2) == 0 ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
    }
}
