using System.Diagnostics;

namespace FairGan.Faults;

/// <summary>Kills runs of one scenario, each in a folder that holds the outputs of an earlier run with another seed.</summary>
internal sealed class KillTrial
{
    private const int EarlierSeed = 1;
    private const int Seed = 2;

    private readonly Place _place;
    private readonly Scenario _scenario;
    private readonly string _folder;
    private readonly Dictionary<string, byte[]> _earlier;
    private readonly Dictionary<string, byte[]> _expected;
    private readonly TimeSpan _duration;

    public KillTrial(Place place, Scenario scenario)
    {
        (_place, _scenario) = (place, scenario);
        _folder = Directory.CreateDirectory(Path.Combine(place.Root, scenario.Name.Replace(' ', '-'))).FullName;
        place.Succeed(_folder, scenario.Arguments(EarlierSeed));
        _earlier = Read();
        var clock = Stopwatch.StartNew();
        place.Succeed(_folder, scenario.Arguments(Seed));
        _duration = clock.Elapsed;
        _expected = Read();
    }

    public KillOutcome Run(Random random, (int Number, string Name) signal)
    {
        foreach ((string file, byte[] content) in _earlier)
        {
            File.WriteAllBytes(Path.Combine(_folder, file), content);
        }

        (bool wasRunning, RunResult killed) = Kill(random, signal.Number);
        List<string> problems = [];
        bool wasRenaming = All(_folder).Any(path => path.EndsWith(".journal", StringComparison.Ordinal));
        bool whole = _scenario.Outputs.All(file => IsOneOf(file));
        if (!whole)
        {
            problems.Add($"not whole: {string.Join(", ", _scenario.Outputs.Where(file => !IsOneOf(file)))}");
        }

        // A training that was stopped keeps its checkpoint, which is what --resume goes on from.
        string[] leftAtOnce = signal.Name == "KILL" ? [] : [.. Left().Where(path => !path.EndsWith(".checkpoint", StringComparison.Ordinal))];
        if (!KillTest.IsAnswer(signal.Number, killed.Code) || leftAtOnce.Length > 0)
        {
            problems.Add($"answered with {killed.Code}, left {string.Join(", ", leftAtOnce)}: {killed.LastLine}");
        }

        RunResult next = _place.Run(_folder, [.. _scenario.Arguments(Seed), .. _scenario.Again]);
        string[] different = [.. _expected.Where(file => !Same(file.Key, file.Value)).Select(file => file.Key)];
        if (next.Code != 0 || different.Length > 0)
        {
            problems.Add($"the next run returned {next.Code} ({next.LastLine}) with other bytes in {string.Join(", ", different)}");
        }

        if (Left() is { Length: > 0 } left)
        {
            problems.Add($"left: {string.Join(", ", left)}");
        }

        return new KillOutcome(signal.Name, wasRunning, wasRenaming, whole, next.Code == 0 && different.Length == 0, Left().Length == 0, problems.Count == 0 ? null : string.Join("; ", problems));
    }

    // A third of the kills at any moment, a third in the last part, and a third while files are written aside or renamed.
    private (bool, RunResult) Kill(Random random, int signal)
    {
        using Process process = _place.Start(_folder, _scenario.Arguments(Seed));
        int kind = random.Next(3);
        if (kind == 2)
        {
            WaitFor(process, IsTemporary, TimeSpan.FromMilliseconds(1));
            if (_scenario.Outputs.Length > 1 && random.Next(2) == 0)
            {
                WaitFor(process, path => path.EndsWith(".journal", StringComparison.Ordinal), TimeSpan.Zero);
            }
            else
            {
                Thread.Sleep(random.Next(30));
            }
        }
        else
        {
            double share = kind == 0 ? random.NextDouble() : 0.8 + (0.3 * random.NextDouble());
            process.WaitForExit(share * _duration);
        }

        bool wasRunning = !process.HasExited;
        KillTest.Send(process, signal);
        return (wasRunning, RunResult.Of(process));
    }

    private void WaitFor(Process process, Func<string, bool> file, TimeSpan pause)
    {
        var clock = Stopwatch.StartNew();
        while (!process.HasExited && !All(_folder).Any(file) && clock.Elapsed < 3 * _duration)
        {
            Thread.Sleep(pause);
        }
    }

    private Dictionary<string, byte[]> Read() => _scenario.Outputs.ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(_folder, file)));

    private bool IsOneOf(string file) => Same(file, _earlier[file]) || Same(file, _expected[file]);

    private bool Same(string file, byte[] content)
    {
        string path = Path.Combine(_folder, file);
        return File.Exists(path) && Scenario.WithoutTimes(file, File.ReadAllBytes(path)).AsSpan().SequenceEqual(Scenario.WithoutTimes(file, content));
    }

    private string[] Left() => [.. All(_folder).Concat(Place.LeftInTemporary(_folder)).Except(_scenario.Outputs.Select(file => Path.Combine(_folder, file)))];

    private static bool IsTemporary(string path) => Path.GetFileName(path).StartsWith(".fairgan.", StringComparison.Ordinal);

    private static string[] All(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
