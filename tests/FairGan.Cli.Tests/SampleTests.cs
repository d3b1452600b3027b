using System.Text;

namespace FairGan.Cli.Tests;

public sealed class SampleTests(TrainedModel model)
{
    [Fact]
    public async Task Shards_put_together_are_the_bytes_of_one_run()
    {
        using var place = new Workplace();
        await Sample(place, "whole.csv", "--rows", "2999");
        for (int shard = 0; shard < 4; shard++)
        {
            await Sample(place, $"{shard}.csv", "--rows", "2999", "--shard", $"{shard}/4", "--threads", $"{1 + (shard % 2)}");
        }

        Assert.Equal(place.Bytes("whole.csv"), Enumerable.Range(0, 4).SelectMany(shard => place.Bytes($"{shard}.csv")).ToArray());
    }

    [Fact]
    public async Task Conditions_and_shares_hold_in_every_shard()
    {
        using var place = new Workplace();
        string[] asked = ["--rows", "1500", "--where", "afam=yes,deny=yes,lvrat=0.5..0.9", "--balance", "single=yes:3|no:1"];
        await Sample(place, "whole.csv", asked);
        await Sample(place, "0.csv", [.. asked, "--shard", "0/2"]);
        await Sample(place, "1.csv", [.. asked, "--shard", "1/2"]);
        Assert.Equal(place.Text("whole.csv"), place.Text("0.csv") + place.Text("1.csv"));
        string[][] rows = [.. File.ReadLines(place.PathOf("whole.csv")).Select(line => line.Split(','))];
        int Column(string name) => Array.IndexOf(rows[0], name);
        Assert.All(rows[1..], row =>
        {
            Assert.Equal(("yes", "yes"), (row[Column("afam")], row[Column("deny")]));
            Assert.InRange(double.Parse(row[Column("lvrat")], System.Globalization.CultureInfo.InvariantCulture), 0.5, 0.9);
        });
        Assert.InRange(rows.Count(row => row[Column("single")] == "yes"), 1040, 1210);
    }

    [Fact]
    public async Task A_start_row_gives_the_rows_from_there_under_their_own_header()
    {
        using var place = new Workplace();
        await Sample(place, "whole.csv", "--rows", "1500");
        await Sample(place, "part.csv", "--rows", "400", "--start-row", "1003");
        string[] whole = File.ReadAllLines(place.PathOf("whole.csv"));
        Assert.Equal([whole[0], .. whole[1004..1404]], File.ReadAllLines(place.PathOf("part.csv")));
    }

    [Fact]
    public async Task Seed_and_strength_change_the_rows()
    {
        using var place = new Workplace();
        await Sample(place, "fair.csv", "--rows", "300");
        await Sample(place, "seed.csv", "--rows", "300", "--seed", "2");
        await Sample(place, "asis.csv", "--rows", "300", "--strength", "0");
        await Sample(place, "full.csv", "--rows", "300", "--strength", "1");
        Assert.NotEqual(place.Text("fair.csv"), place.Text("seed.csv"));
        Assert.NotEqual(place.Text("fair.csv"), place.Text("asis.csv"));
        Assert.Equal(place.Text("fair.csv"), place.Text("full.csv"));
    }

    [Fact]
    public async Task Standard_output_gets_the_bytes_of_the_file()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await Sample(place, "-", "--rows", "50");
        await Sample(place, "rows.csv", "--rows", "50");
        Assert.Equal(place.Bytes("rows.csv"), result.OutputBytes);
        Assert.Equal(["rows.csv"], place.Names);
    }

    [Fact]
    public async Task Two_runs_into_one_file_stand_one_after_the_other()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such shell.");
        using var place = new Workplace();
        await Shell(place, $"(echo first; $fairgan sample '{model.Path}' --rows 9 --out - --shard 0/2; $fairgan sample '{model.Path}' --rows 9 --out - --shard 1/2; echo last) > all.txt");
        await Sample(place, "rows.csv", "--rows", "9");
        Assert.Equal($"first\n{place.Text("rows.csv")}last\n", place.Text("all.txt"));
    }

    [Fact]
    public async Task Nothing_is_drawn_for_a_reader_that_has_gone_away()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such shell.");
        using var place = new Workplace();
        RunningCommand.Result result = await Shell(place, $"($fairgan sample '{model.Path}' --rows 1000000000000 --out -; echo $? > code.txt) | head -n 1");
        Assert.Equal("1\n", place.Text("code.txt"));
        Assert.Equal(File.ReadLines(Workplace.Mortgages).First() + "\n", result.Output);
    }

    [Fact]
    public async Task No_rows_are_a_header_alone()
    {
        using var place = new Workplace();
        await Sample(place, "none.csv", "--rows", "0");
        Assert.Equal(File.ReadLines(Workplace.Mortgages).First() + "\n", place.Text("none.csv"));
    }

    [Fact]
    public async Task A_Parquet_file_holds_the_same_rows()
    {
        using var place = new Workplace();
        await Sample(place, "rows.csv", "--rows", "1100");
        await Sample(place, "deep/er/rows.parquet", "--rows", "1100");
        string[] audit = ["--label", "deny", "--positive", "no", "--sensitive", "afam,chist", "--json", "-"];
        RunningCommand.Result csv = await place.Succeed(["audit", "rows.csv", .. audit]);
        RunningCommand.Result parquet = await place.Succeed(["audit", "deep/er/rows.parquet", .. audit]);
        Assert.Equal(csv.Output, parquet.Output);
        Assert.Equal("PAR1", Encoding.ASCII.GetString(place.Bytes("deep/er/rows.parquet")[..4]));
    }

    // ONNX Runtime's official builds would keep a record of every session in both folders, and send it to their makers.
    [Fact]
    public async Task A_run_leaves_nothing_in_the_home_folder_or_among_temporary_files()
    {
        using var place = new Workplace();
        RunningCommand.Result result = await Shell(
            place, $"unset CI XDG_CACHE_HOME ORT_DISABLE_TELEMETRY; mkdir home temporary; HOME=$PWD/home TMPDIR=$PWD/temporary $fairgan sample '{model.Path}' --rows 9 --out rows.csv");
        Assert.Equal((0, true), (result.Code, File.Exists(place.PathOf("rows.csv"))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.PathOf("home")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.PathOf("temporary")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("trap '' XFSZ; ")]
    public async Task A_file_beyond_the_limit_of_a_files_size_is_named_and_leaves_nothing(string before)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such limit.");
        }

        // .NET itself makes a large file otherwise, before the command begins.
        using var place = new Workplace();
        RunningCommand.Result result = await Shell(
            place, $"{before}ulimit -f 500; export DOTNET_EnableWriteXorExecute=0; $fairgan sample '{model.Path}' --rows 100000 --out rows.csv --quiet");
        Assert.Equal((1, true), (result.Code, result.Error.StartsWith("fairgan: rows.csv cannot be written: it is larger than the limit of a file's size", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.Folder));
    }

    private static async Task<RunningCommand.Result> Shell(Workplace place, string script)
    {
        using RunningCommand command = RunningCommand.Shell(place.Folder, script);
        return await command.Finish();
    }

    private async Task<RunningCommand.Result> Sample(Workplace place, string output, params string[] arguments) =>
        await place.Succeed(["sample", model.Path, "--out", output, .. arguments]);
}
