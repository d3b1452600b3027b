using System.Text;
using System.Text.RegularExpressions;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Identifiers;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Format;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Training.Loop;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Protection;

/// <summary>What of a table comes through to the generator's file and its rows.</summary>
public sealed class TableProtectionTests
{
    private const int Rows = 600;

    // In row 17 of the table, held by nobody else.
    private static readonly string[] s_secrets = ["kuru", "Mrs Zyx Quill 0171-5550123", "1899-03-04", "99998", "9876543.21"];

    [Fact]
    public void Nothing_that_one_row_holds_is_in_the_file_or_comes_out_of_it()
    {
        TrainedFile trained = Train(Options());
        string bytes = Encoding.Latin1.GetString(trained.Bytes);
        Assert.All(s_secrets, secret => Assert.DoesNotMatch(Whole(secret), bytes));
        using var generator = SynthesizerTransformer.FromFile(trained.Bytes);
        using var csv = new MemoryStream();
        TableWriter.Save(generator.Generate(100_000), csv, TableFormat.Csv);
        string rows = Encoding.UTF8.GetString(csv.ToArray());
        Assert.All(s_secrets, secret => Assert.DoesNotMatch(Whole(secret), rows));
    }

    [Fact]
    public void Without_protection_they_are_there()
    {
        SynthesizerOptions options = Options();
        TrainedFile trained = Train(options with { Protection = new ProtectionOptions { MinRows = 0 } });
        string bytes = Encoding.Latin1.GetString(trained.Bytes);
        Assert.Contains("kuru", bytes, StringComparison.Ordinal);
        Assert.Contains("Quill", bytes, StringComparison.Ordinal);
        Assert.Null(GeneratorFile.Read(trained.Bytes).Information.Protection);
    }

    [Fact]
    public void The_file_says_how_people_are_protected_and_nothing_of_the_training()
    {
        SynthesizerOptions options = Options();
        TrainedFile trained = Train(options with { Training = options.Training with { Seed = 918_273_645 } });
        GeneratorInformation information = GeneratorFile.Read(trained.Bytes).Information;
        Assert.Equal(new GeneratorProtection(10, false), information.Protection);
        Assert.DoesNotContain("918273645", Encoding.Latin1.GetString(trained.Bytes), StringComparison.Ordinal);
        Assert.Equal("{}", information.TrainingJson);
        using var generator = SynthesizerTransformer.FromFile(trained.Bytes);
        Assert.Equal(10, generator.Options.Protection.MinRows);
        Assert.Equal("granted", generator.Options.LabelColumn);
    }

    [Fact]
    public void A_column_of_names_is_refused_with_the_remedies()
    {
        IDataView table = Table(name: row => $"Name {row % 400}");
        var problem = Assert.Throws<FormatException>(() => TableEncoder.Encode(table, Options()));
        Assert.Contains("'name' names people", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--drop name", problem.Message, StringComparison.Ordinal);
        Assert.Contains("identifier", problem.Message, StringComparison.Ordinal);
        Assert.Contains("placeholder", problem.Message, StringComparison.Ordinal);
        EncodedTable replaced = TableEncoder.Encode(table, Options() with { Protection = new ProtectionOptions { RareValues = RareValues.Placeholder } });
        Assert.Equal(["(other)"], Categories(replaced, "name"));
    }

    [Fact]
    public void Rare_categories_become_frequent_ones_or_a_placeholder()
    {
        IDataView table = Table(name: row => row % 40 == 0 ? $"rare {row}" : row % 2 == 0 ? "one" : "two");
        Assert.Equal(["one", "two"], Categories(TableEncoder.Encode(table, Options()), "name"));
        Assert.Equal(["(none)", "one", "two"], Categories(
            TableEncoder.Encode(table, Options() with { Protection = new ProtectionOptions { RareValues = RareValues.Placeholder, Placeholder = "(none)" } }), "name"));
    }

    [Theory]
    [InlineData(SmallGroups.Pool, null, "C", true)]
    [InlineData(SmallGroups.Learn, null, "C", true)]
    [InlineData(SmallGroups.Merge, "A", "C", false)]
    public void A_small_sensitive_group_is_named_and_not_erased_in_silence(SmallGroups policy, string? into, string group, bool isKept)
    {
        EncodedTable encoded = TableEncoder.Encode(Table(group: row => row is 3 or 77 or 140 ? "C" : row % 2 == 0 ? "A" : "B"), Options() with { Protection = new ProtectionOptions { SmallGroups = policy, MergeInto = into } });
        Assert.Equal(isKept, Categories(encoded, "group").Contains(group));
        Assert.Contains(encoded.Report!.Lines(), line => line.Contains("'C' (3 rows)", StringComparison.Ordinal));
        int column = encoded.Schema.IndexOf("group"), symbol = encoded.Schema["group"].SymbolOf("C");
        Assert.Equal(isKept ? 3 : 0, encoded.Codes[column].Count(code => code == symbol));
        Assert.Equal(policy == SmallGroups.Learn, isKept && encoded.Codes[column][3] == symbol && encoded.Codes[column][77] == symbol);
    }

    [Fact]
    public void A_small_group_can_be_refused()
    {
        var problem = Assert.Throws<FormatException>(() => TableEncoder.Encode(
            Table(group: row => row == 3 ? "C" : row % 2 == 0 ? "A" : "B"), Options() with { Protection = new ProtectionOptions { SmallGroups = SmallGroups.Refuse } }));
        Assert.Contains("'C' (1 row)", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--small-groups", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Visits_of_one_subject_count_once_and_the_subject_is_an_identifier()
    {
        // One patient with 30 visits has a diagnosis of their own.
        IDataView table = Table(name: row => row < 30 ? "kuru" : row % 2 == 0 ? "flu" : "cold", subject: row => row < 30 ? "p0" : $"p{row / 2}");
        SynthesizerOptions options = Options();
        Assert.Contains("kuru", Categories(TableEncoder.Encode(table, options with { Protection = new ProtectionOptions { RareValues = RareValues.Placeholder } }), "name"));
        EncodedTable bySubject = TableEncoder.Encode(table, options with { Protection = new ProtectionOptions { SubjectColumn = "subject" } });
        Assert.DoesNotContain("kuru", Categories(bySubject, "name"));
        Assert.IsType<IdentifierCodec>(bySubject.Schema["subject"]);
    }

    [Fact]
    public void A_table_of_fewer_rows_than_everything_rests_on_is_refused()
    {
        var problem = Assert.Throws<FormatException>(() => TableEncoder.Encode(Table(), Options() with { Protection = new ProtectionOptions { MinRows = Rows + 1 } }));
        Assert.Contains("--min-rows", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_few_rows_fill_is_emptied()
    {
        // One income, and three notes, in a table of 600 rows.
        EncodedTable numbers = TableEncoder.Encode(Table(name: row => row == 5 ? "9876543" : ""), Options());
        NumericCodec income = Assert.IsType<NumericCodec>(numbers.Schema["name"]);
        Assert.Empty(income.Atoms);
        Assert.Empty(income.Knots);
        Assert.Contains(numbers.Report!.Lines(), line => line.Contains("emptied", StringComparison.Ordinal));
        EncodedTable texts = TableEncoder.Encode(
            Table(name: row => row is 5 or 50 or 500 ? $"note {row}" : ""), Options() with { Protection = new ProtectionOptions { RareValues = RareValues.Placeholder } });
        Assert.Empty(Categories(texts, "name"));
        Assert.True(texts.Schema["name"].HasMissing);
    }

    [Fact]
    public void A_small_sensitive_group_that_is_a_number_keeps_its_name()
    {
        EncodedTable encoded = TableEncoder.Encode(Table(group: row => row is 3 or 77 or 140 ? "9" : row % 2 == 0 ? "1" : "2"), Options());
        int symbol = encoded.Schema["group"].SymbolOf("9");
        Assert.Equal(3, encoded.Codes[encoded.Schema.IndexOf("group")].Count(code => code == symbol));
    }

    [Fact]
    public void A_few_missing_identifiers_are_made_like_the_others() =>
        Assert.False(TableEncoder.Encode(Table(subject: row => row == 9 ? "" : $"K-{4000 + row}"), Options()).Schema["subject"].HasMissing);

    [Fact]
    public void Identifiers_do_not_begin_behind_the_greatest_real_one()
    {
        var codec = (IdentifierCodec)TableEncoder.Encode(Table(subject: row => $"K-{4000 + row}"), Options()).Schema["subject"];
        Assert.Equal("K-", codec.Prefix);
        Assert.Equal(5000, codec.First);
    }

    [Fact]
    public void Options_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProtectionOptions { MinRows = 1 }.Validate());
        Assert.Throws<ArgumentException>(() => new ProtectionOptions { MergeInto = "A" }.Validate());
        Assert.Throws<ArgumentException>(() => (Options() with { Protection = new ProtectionOptions { MinRows = 0, SubjectColumn = "subject" } }).Validate());
    }

    // A number is no part of a longer one.
    private static string Whole(string secret) => $@"(?<![\w.]){Regex.Escape(secret)}(?![\d.])";

    private static TrainedFile Train(SynthesizerOptions options) =>
        GeneratorTraining.Run(Table(), options with { Training = options.Training with { Steps = 20, Threads = 2 } }, null, TestContext.Current.CancellationToken);

    private static SynthesizerOptions Options() => new() { LabelColumn = "granted", PositiveValue = "yes", SensitiveColumns = ["group"] };

    private static string[] Categories(EncodedTable table, string column) => [.. ((CategoricalCodec)table.Schema[column]).Categories.Order(StringComparer.Ordinal)];

    private static IDataView Table(Func<int, string>? name = null, Func<int, string>? group = null, Func<int, string>? subject = null)
    {
        var random = new Random(11);
        var csv = new StringBuilder("diagnosis,note,birth,zip,income,name,group,subject,granted\n");
        string[] diagnoses = ["flu", "cold", "asthma"], notes = ["ok", "call back"], zips = ["10115", "20095", "50667"];
        for (int row = 0; row < Rows; row++)
        {
            string[] cells = row == 17
                ? [.. s_secrets]
                : [diagnoses[random.Next(3)], notes[random.Next(2)], new DateTime(1950, 1, 1).AddDays(random.Next(18_000)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), zips[random.Next(3)], $"{20_000 + random.Next(50_000)}.{random.Next(10, 99)}"];
            csv.AppendJoin(',', [.. cells, name?.Invoke(row) ?? (row % 2 == 0 ? "x" : "y"), group?.Invoke(row) ?? (row % 2 == 0 ? "A" : "B"), subject?.Invoke(row) ?? $"s{row:D4}", random.Next(3) == 0 ? "yes" : "no"]).Append('\n');
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        return TableReader.Load(new MLContext(1), stream, TableFormat.Csv, new TableReadOptions { AsWritten = true });
    }
}
