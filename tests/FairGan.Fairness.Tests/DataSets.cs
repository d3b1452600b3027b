namespace FairGan.Fairness.Tests;

/// <summary>The text columns of the public data sets (plain CSV without quoted commas).</summary>
internal static class DataSets
{
    public static ColumnView Read(Func<string[], bool>? keep, params string[] files)
    {
        List<string[]> rows = [];
        string[] header = [];
        foreach (string file in files)
        {
            string[] lines = File.ReadAllLines(Repository.DataSet(file));
            header = lines[0].Split(',');
            rows.AddRange(lines.Skip(1).Select(line => line.Split(',')));
        }

        string[][] kept = [.. rows.Where(row => keep?.Invoke(row) ?? true)];
        return new ColumnView([.. header.Select((name, column) => (name, (Array)kept.Select(row => row[column]).ToArray()))]);
    }
}
