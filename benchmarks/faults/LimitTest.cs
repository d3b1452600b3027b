using System.Globalization;

namespace FairGan.Faults;

/// <summary>Runs without disk, descriptors, memory or rights: each has to fail in one line, with earlier files as they were and nothing left, or to succeed.</summary>
internal static class LimitTest
{
    private const string Roles = "--label deny --positive no --sensitive afam --steps 20 --seed 2 --threads 1 --quiet";
    private const int LongestLine = 110;

    private const int Aborted = 134;
    private const int Killed = 137;

    // With still less, the runtime itself does not start, or is ended by the system.
    private static readonly int[] s_anyhow = [0, 1, 2, Aborted, Killed];

    /// <summary>A fault.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Script">The shell's lines; the last is the command. Runs in a folder with the earlier outputs in <c>out</c>.</param>
    /// <param name="Mount">Options of the file system for <c>out</c>; null for none of its own.</param>
    /// <param name="Codes">The exit codes that are right.</param>
    private sealed record Fault(string Name, string Script, string? Mount, int[] Codes);

    public static int Run(Place place)
    {
        Scenario.Prepare(place, []);
        string train = $"$fairgan train {place.Table} {Roles} --out out", sample = $"$fairgan sample {place.Model} --quiet", report = $"$fairgan report {place.Table} inputs.csv --label deny --positive no --sensitive afam --quiet --out out/report.html";
        Fault[] faults =
        [
            new("disk full: sample CSV", $"{sample} --rows 200000 --out out/rows.csv", "size=1m", [1, 2]),
            new("disk full: sample Parquet", $"{sample} --rows 200000 --out out/rows.parquet", "size=1m", [1, 2]),
            new("disk full: fill", $"dd if=/dev/zero of=out/ballast bs=1k status=none 2> /dev/null; $fairgan fill {place.Model} {place.Table} --quiet --out out/rows.csv", "size=1m", [1, 2]),
            new("disk full: train", train, "size=300k", [1, 2]),
            new("disk full: report", report, "size=200k", [1, 2]),
            new("disk full, known before: sample", $"{sample} --rows 2000000000000 --out out/rows.csv", null, [2]),
            new("no inodes: train", $"touch out/a out/b out/c out/d out/e out/f; {train}", "size=10m,nr_inodes=8", [1, 2]),
            new("file larger than the limit (ulimit -f): sample", $"trap '' XFSZ; ulimit -f 1000; DOTNET_EnableWriteXorExecute=0 {sample} --rows 200000 --out out/rows.csv", null, [1, 2]),
            new("the same, with the signal: sample", $"ulimit -f 1000; DOTNET_EnableWriteXorExecute=0 {sample} --rows 200000 --out out/rows.csv", null, [1, 2]),
            new("read-only file system: train", $"mount -o remount,ro out; {train}", "size=10m", [2]),
            new("read-only file system: sample", $"mount -o remount,ro out; {sample} --rows 10 --out out/rows.csv", "size=10m", [2]),
            new("folder without rights (another user): sample", $"chmod 555 out; {sample} --rows 10 --out out/rows.csv", null, [0, 2]),
            new("full device: sample", $"{sample} --rows 1000 --out /dev/full", null, [1]),
            new("standard output full: sample", $"{sample} --rows 1000 --out - > /dev/full", null, [1]),
            new("standard output closed: sample", $"{sample} --rows 1000 --out - >&-", null, [1]),
            new("pipe closed: sample", $"{sample} --rows 1000000 --out - | head -1 > /dev/null; exit ${{PIPESTATUS[0]}}", null, [1]),
            new("no folder of temporary files: train", $"TMPDIR=/nowhere {train}", null, [0]),
            new("no home folder: train", $"HOME=/nowhere {train}", null, [0]),
            .. ((int[])[16, 32, 48, 64, 96, 128]).Select(open => new Fault($"{open} descriptors: train", $"ulimit -n {open}; {train}", null, s_anyhow)),
            .. ((int[])[64, 96, 128]).Select(open => new Fault($"{open} descriptors: report", $"ulimit -n {open}; {report}", null, s_anyhow)),
            .. ((int[])[500, 2000, 4000, 8000]).Select(size => new Fault($"{size} MB of address space (ulimit -v): train", $"ulimit -v {size}000; DOTNET_GCHeapHardLimit=10000000 {train}", null, s_anyhow)),
            .. ((int[])[4, 8, 16, 32]).Select(size => new Fault($"{size} MB of managed memory: train", $"DOTNET_GCHeapHardLimit={size:x}00000 {train}", null, s_anyhow)),
            .. ((int[])[8, 16, 32]).Select(size => new Fault($"{size} MB of managed memory: report", $"DOTNET_GCHeapHardLimit={size:x}00000 {report}", null, s_anyhow)),
            .. ((int[])[200, 400, 800]).Select(size => new Fault($"{size} MB of memory (cgroup): train", $"{Group(size)}; {train}", null, s_anyhow)),
        ];
        Console.WriteLine("| fault | exit code | said | earlier files whole | nothing left | right |\n|---|---:|---|---|---|---|");
        int wrong = faults.Count(fault => !Try(place, fault));
        Console.WriteLine($"\n{wrong} of {faults.Length} wrong");
        return wrong == 0 ? 0 : 1;
    }

    private static string Group(int megabytes) => $"[ -f /sys/fs/cgroup/cgroup.controllers ] || exit 99; g=/sys/fs/cgroup/fairgan-faults; mkdir -p $g && echo {megabytes}000000 > $g/memory.max && echo 0 > $g/memory.swap.max; echo $$ > $g/cgroup.procs || exit 99";

    private static bool Try(Place place, Fault fault)
    {
        string folder = Directory.CreateTempSubdirectory("fault-").FullName, output = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
        File.Copy(Path.Combine(place.Root, "inputs", "rows.csv"), Path.Combine(folder, "inputs.csv"));
        try
        {
            if (fault.Mount is { } options && place.Shell(folder, $"mount -t tmpfs -o {options} none out").Code != 0)
            {
                Console.WriteLine($"| {fault.Name} | | not tried: no right to mount a file system | | | |");
                return true;
            }

            string[] names = ["rows.csv", "rows.parquet", "generator.onnx", "training.json", "MODEL_CARD.md", "report.html", "report.json"];
            Array.ForEach(names, name => File.WriteAllText(Path.Combine(output, name), "earlier"));
            RunResult result = place.Shell(folder, fault.Script);
            if (result.Code == 99)
            {
                Console.WriteLine($"| {fault.Name} | | not tried: no right to make a group | | | |");
                return true;
            }

            string[] changed = [.. names.Where(name => File.ReadAllText(Path.Combine(output, name)) != "earlier")];
            string[] left = [.. Directory.GetFileSystemEntries(output, ".fairgan.*"), .. Place.LeftInTemporary(folder)];
            bool isWhole = result.Code == 0 || changed.Length == 0;
            bool isRight = fault.Codes.Contains(result.Code) && isWhole && left.Length == 0 && (result.Code is 0 or Aborted or Killed || result.LastLine.StartsWith("fairgan: ", StringComparison.Ordinal));
            string said = result.LastLine.Replace(folder, "", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {fault.Name} | {result.Code} | {(said.Length > LongestLine ? said[..LongestLine] + "…" : said)} | {Word(isWhole)} | {(left.Length == 0 ? "yes" : string.Join(", ", left.Select(Path.GetFileName)))} | {Word(isRight)} |"));
            return isRight;
        }
        finally
        {
            place.Shell(folder, "mountpoint -q out && umount -l out; rmdir /sys/fs/cgroup/fairgan-faults 2> /dev/null; true");
            Directory.Delete(folder, recursive: true);
            Directory.Delete(Place.Temporary(folder), recursive: true);
        }
    }

    private static string Word(bool holds) => holds ? "yes" : "no";
}
