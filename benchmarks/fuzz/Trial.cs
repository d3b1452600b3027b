namespace FairGan.Fuzz;

/// <summary>Has damaged files read, one after the other.</summary>
internal static class Trial
{
    /// <summary>Exit code where an input failed other than by a refusal.</summary>
    public const int Failed = 3;

    /// <summary>Begins the lines for the watching process, which also sees what libraries print.</summary>
    public const string Mark = "fuzz: ";

    /// <summary>Tries inputs, and prints the number of each before and what became of it after, to standard error.</summary>
    /// <param name="reader">What reads them.</param>
    /// <param name="paths">The files to damage; none for those of the reader.</param>
    /// <param name="first">Number of the first input.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="keep">A folder for the inputs that fail; null for none.</param>
    public static int Run(Reader reader, IReadOnlyList<string> paths, long first, long inputs, string? keep)
    {
        using var report = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
        IReadOnlyList<byte[]> seeds = paths.Count > 0 ? [.. paths.Select(File.ReadAllBytes)] : reader.Seeds();
        for (long input = first; input - first < inputs; input++)
        {
            byte[] file = Input(reader, seeds, input);
            string? kept = keep is null ? null : Path.Combine(keep, $"{input}.bin");
            if (kept is not null)
            {
                // Written before it is tried: it may end the process.
                Directory.CreateDirectory(keep!);
                File.WriteAllBytes(kept, file);
            }

            report.WriteLine($"{Mark}{input}");
            try
            {
                string? refusal = reader.Try(file, input);
                report.WriteLine(Mark + (refusal is null ? "used" : $"refused {refusal}"));
                if (kept is not null)
                {
                    File.Delete(kept);
                }
            }
            catch (Exception problem)
            {
                report.WriteLine($"{Mark}failed {problem.ToString().ReplaceLineEndings(" ")}");
                return Failed;
            }
        }

        return 0;
    }

    private static byte[] Input(Reader reader, IReadOnlyList<byte[]> seeds, long input)
    {
        var random = new Random(unchecked((int)(input * 2_654_435_761L)));
        byte[] file = seeds[random.Next(seeds.Count)];
        for (int times = Math.Max(1, random.Next(6) - 2); times > 0; times--)
        {
            file = random.Next(8) == 0 ? Damage.Bytes(file, random) : reader.Damage(file, random);
        }

        return file;
    }
}
