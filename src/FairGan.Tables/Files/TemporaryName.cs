using System.Globalization;

namespace FairGan.Tables.Files;

/// <summary>
/// The name of a temporary file: <c>.fairgan.PROCESS-START.SET.PART</c>. It does not depend on the name of the file that it becomes,
/// so that it is never too long.
/// </summary>
/// <param name="Owner">The process.</param>
/// <param name="Set">Which set of files of the process.</param>
/// <param name="Part">Which file of the set.</param>
internal readonly record struct TemporaryName(FileOwner Owner, int Set, string Part)
{
    /// <summary>The pattern that all names have.</summary>
    public const string Pattern = ".fairgan.*";

    /// <summary>The part of a set that says which files it consists of, written when all of them are complete.</summary>
    public const string Journal = "journal";

    private const string Prefix = ".fairgan.";

    private static int s_sets;

    /// <summary>A number that no other set of this process has.</summary>
    public static int NextSet() => Interlocked.Increment(ref s_sets);

    /// <summary>The name of a file that is being written.</summary>
    public static TemporaryName Staged(int set, int file) => Of(set, file, "tmp");

    /// <summary>The name under which a replaced file is kept until its set is complete.</summary>
    public static TemporaryName Replaced(int set, int file) => Of(set, file, "old");

    /// <summary>The parts of a name; null if it is no temporary file's.</summary>
    public static TemporaryName? Parse(string path)
    {
        string name = Path.GetFileName(path);
        return name.StartsWith(Prefix, StringComparison.Ordinal)
            && name[Prefix.Length..].Split('.', 3) is [var owner, var set, var part]
            && FileOwner.Parse(owner) is { } known
            && int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? new TemporaryName(known, number, part)
                : null;
    }

    /// <summary>The file of the same set that stays locked while the process works.</summary>
    public TemporaryName First => this with { Part = "0.tmp" };

    /// <summary>The path in a folder.</summary>
    public string In(string folder) => Path.Combine(folder, ToString());

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Owner}.{Set}.{Part}");

    private static TemporaryName Of(int set, int file, string kind) => new(FileOwner.Current, set, string.Create(CultureInfo.InvariantCulture, $"{file}.{kind}"));
}
