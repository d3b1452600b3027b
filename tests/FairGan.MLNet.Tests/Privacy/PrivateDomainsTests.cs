using FairGan.Export.Columns;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Privacy;
using FairGan.MLNet.Training.Private;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Privacy;

/// <summary>What columns of a private run can hold: told, estimated within the budget, or refused.</summary>
public sealed class PrivateDomainsTests
{
    private static readonly SynthesizerOptions s_options = new()
    {
        SensitiveColumns = ["sex"],
        Seed = 1,
        Protection = new ProtectionOptions { MinRows = 0 },
        Privacy = new PrivacyOptions { Epsilon = 4, EstimateDomains = true },
    };

    [Fact]
    public void Kinds_bounds_and_categories_that_the_schema_lacks_are_estimated_within_the_budget()
    {
        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv(People(4000)), s_options, null, default);

        var schema = standIn.Table.Schema;
        Assert.Equal([ColumnKind.Categorical, ColumnKind.Integer, ColumnKind.Real, ColumnKind.Categorical], schema.Columns.Select(column => column.Kind));
        Assert.Equal(["f", "m"], schema["sex"].ListedTexts!);
        Assert.Equal(["east", "north", "west"], schema["region"].ListedTexts!);
        Assert.All(standIn.Table.Numbers[1]!, age => Assert.InRange(age, 16, 127));
        Assert.All(standIn.Table.Numbers[2]!, pay => Assert.InRange(pay, 512, 8192));
        Assert.Contains(standIn.Table.Report!.Notes, note => note.Contains("'sex', 'age', 'pay', 'region' can hold was estimated", StringComparison.Ordinal));
    }

    [Fact]
    public void Estimates_and_everything_after_them_stay_within_epsilon_and_delta()
    {
        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv(People(2000)), s_options, null, default);

        PrivacyRecord spent = standIn.Privacy;
        double thresholds = spent.Charges.Sum(charge => charge.Delta);
        Assert.Equal(["frequent texts of sex", "frequent texts of region"], spent.Charges.Where(charge => charge.Delta > 0).Select(charge => charge.Query));
        Assert.InRange(thresholds, 1e-12, 1e-7);
        Assert.InRange(ZeroConcentrated.Epsilon(spent.Rho, spent.Delta - 1e-7), 3.8, 4 * (1 + 1e-6));
        double ofEstimates = spent.Charges.TakeWhile(charge => charge.Query != "rows").Sum(charge => charge.Rho);
        Assert.InRange(ofEstimates / ZeroConcentrated.Rho(4, 9e-7), 0.05, 0.1501);
    }

    [Fact]
    public void What_the_schema_says_is_not_estimated()
    {
        ColumnDescription[] known = [new() { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["f", "m", "x"] }, new() { Name = "age", Kind = ColumnKind.Integer, Minimum = 18, Maximum = 70 }];
        var options = s_options with { Preparation = new PreparationOptions { Description = new TableDescription { Columns = [.. known, new() { Name = "pay", Minimum = 600 }] } } };

        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv(People(4000)), options, null, default);

        Assert.Contains("x", standIn.Table.Schema["sex"].ListedTexts!);
        Assert.All(standIn.Table.Numbers[1]!, age => Assert.InRange(age, 18, 70));
        Assert.All(standIn.Table.Numbers[2]!, pay => Assert.InRange(pay, 600, 8192));
        Assert.DoesNotContain(standIn.Privacy.Charges, charge => charge.Query == "frequent texts of sex");
    }

    [Fact]
    public void A_text_of_one_row_is_never_released_and_a_frequent_one_always_is()
    {
        // With a threshold of probability 1e-6, none of 300 runs releases it, but for one run of the test in three thousand.
        IDataView table = TestTables.FromCsv("city\n" + string.Concat(Enumerable.Repeat("Rome\n", 200)) + "Marker-7781\n");
        for (int run = 0; run < 300; run++)
        {
            var ledger = new PrivacyLedger(0.5, 1e-6);
            string[] texts = PrivateTable.FrequentTexts(table, [new ColumnDescription { Name = "city" }], null, [(0.5, 1e-6)], ledger, default)[0];

            Assert.Equal(["Rome"], texts);
            Assert.Equal((0.5, 1e-6), (Assert.Single(ledger.Charges).Rho, ledger.Charges[0].Delta));
        }
    }

    [Theory]
    [InlineData(0.5, 1e-3)]
    [InlineData(3, 0.05)]
    [InlineData(40, 1e-2)]
    public void Noise_exceeds_a_threshold_no_more_often_than_its_probability(double deviation, double probability)
    {
        const int Draws = 100_000;
        var noise = new DiscreteGaussian(deviation * deviation);
        var random = new SystemRandom();
        long threshold = noise.Exceeded(probability);

        int above = Enumerable.Range(0, Draws).Count(_ => noise.Next(random) > threshold);

        Assert.True(above <= (probability * Draws) + (5 * Math.Sqrt(probability * Draws)), $"{above} of {Draws}");
    }

    [Fact]
    public void Probabilities_of_going_beyond_the_budget_add_up_and_cannot_be_overspent()
    {
        var ledger = new PrivacyLedger(1, 1e-7);
        ledger.Charge(new PrivacyCharge("a", "threshold", 0.1) { Delta = 6e-8 });
        Assert.Throws<InvalidOperationException>(() => ledger.Charge(new PrivacyCharge("b", "threshold", 0.1) { Delta = 6e-8 }));
        Assert.Throws<InvalidOperationException>(() => new PrivacyLedger(1).Charge(new PrivacyCharge("a", "threshold", 0.1) { Delta = 1e-12 }));
    }

    [Fact]
    public void Free_text_is_refused_and_no_cell_is_quoted()
    {
        string csv = "sex,note\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{(i % 2 == 0 ? "f" : "m")},Marker-{i * 7919}\n"));

        string message = Assert.Throws<FormatException>(() => StandInBuilder.Build(TestTables.FromCsv(csv), s_options, null, default)).Message;

        Assert.Contains("'note'", message, StringComparison.Ordinal);
        Assert.Contains("--drop", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Marker", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_and_durations_are_learned_within_public_bounds_and_identifiers_are_new()
    {
        string csv = "id,sex,joined,wait,paid\n" + string.Concat(Enumerable.Range(0, 3000).Select(i =>
            $"C-{i * 13},{(i % 3 == 0 ? "f" : "m")},{new DateTime(2019, 1, 1).AddDays(i % 700):dd.MM.yyyy},{i % 3}:{i % 60:00},{i % 90}\n"));
        ColumnDescription[] columns =
        [
            new() { Name = "id", Kind = ColumnKind.Identifier },
            new() { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["f", "m"] },
            new() { Name = "joined", Kind = ColumnKind.Date, Format = "dd.MM.yyyy", Earliest = "01.06.2019", Latest = "31.12.2020" },
            new() { Name = "wait", Kind = ColumnKind.Duration, Format = "h:mm", Minimum = 0, Maximum = 240 },
            new() { Name = "paid", Kind = ColumnKind.Integer, Minimum = 0, Maximum = 99 },
        ];
        var options = s_options with
        {
            Privacy = new PrivacyOptions { Epsilon = 4 },
            Training = new GanOptions { Seed = 1, Steps = 5 },
            Preparation = new PreparationOptions { Description = new TableDescription { Columns = columns } },
        };

        using SynthesizerTransformer synthesizer = new MLContext(1).FairGan().Synthesizer(options).Fit(TestTables.FromCsv(csv));
        IDataView generated = synthesizer.Generate(400);

        DateTime[] joined = [.. generated.GetColumn<string>("joined").Select(text => DateTime.ParseExact(text, "dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture))];
        Assert.All(joined, day => Assert.InRange(day, new DateTime(2019, 6, 1), new DateTime(2020, 12, 31)));
        Assert.True(joined.Distinct().Count() > 100);

        // A fifth joined before June, and counts as 1 June.
        Assert.InRange(joined.Count(day => day == new DateTime(2019, 6, 1)), 40, 130);
        Assert.All(generated.GetColumn<string>("wait"), text => Assert.Matches("^[0-4]:[0-5][0-9]$", text));
        Assert.Equal(Enumerable.Range(1, 400).Select(row => $"R{row}"), generated.GetColumn<string>("id"));
        Assert.DoesNotContain("C-", synthesizer.Information.Schema["id"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_of_dates_are_estimated_where_their_format_is_known()
    {
        string csv = "sex,joined\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{(i % 3 == 0 ? "f" : "m")},{new DateTime(1999, 1, 1).AddDays(i % 900):yyyy-MM-dd}\n"));
        var options = s_options with { Preparation = new PreparationOptions { Description = new TableDescription { Columns = [new() { Name = "joined", Kind = ColumnKind.Date, Format = "yyyy-MM-dd" }] } } };

        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv(csv), options, null, default);

        // 2^13 to 2^14 days after 1970.
        var dates = Assert.IsType<FairGan.Export.Columns.Dates.DateCodec>(standIn.Table.Schema["joined"]);
        Assert.Equal(8192, dates.Origin);
        Assert.All(standIn.Table.Numbers[1]!, day => Assert.InRange(day, 0, 8191));
    }

    [Fact]
    public void What_was_read_from_the_rows_is_named_as_not_covered()
    {
        ColumnDescription[] columns = [new() { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["f", "m"], FromData = true }, new() { Name = "age", Kind = ColumnKind.Integer, Minimum = 16, Maximum = 75 }];
        var options = s_options with { Preparation = new PreparationOptions { Description = new TableDescription { Columns = columns } } };

        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv("sex,age\n" + string.Concat(Enumerable.Repeat("f,30\nm,40\n", 200))), options, null, default);

        Assert.Contains("the guarantee does not cover what the schema says of 'sex', because it was read from the rows", Assert.Single(standIn.Table.Report!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_one_public_value_is_learned()
    {
        ColumnDescription[] columns = [new() { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["f", "m"] }, new() { Name = "year", Kind = ColumnKind.Integer, Minimum = 2024, Maximum = 2024 }];
        var options = s_options with { Preparation = new PreparationOptions { Description = new TableDescription { Columns = columns } } };

        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv("sex,year\n" + string.Concat(Enumerable.Repeat("f,2024\nm,1913\n", 200))), options, null, default);

        Assert.All(standIn.Table.Numbers[1]!, year => Assert.Equal(2024, year));
    }

    [Theory]
    [InlineData("integer", null, "01.01.2020", null)]
    [InlineData("date", null, "01.01.2020", null)]
    [InlineData("date", "dd.MM.yyyy", "2020-01-01", null)]
    [InlineData("date", "dd.MM.yyyy", "02.01.2020", "01.01.2020")]
    public void Bounds_of_dates_that_are_none_or_reversed_are_refused(string kind, string? format, string? earliest, string? latest)
    {
        var column = new ColumnDescription { Name = "joined", Kind = Enum.Parse<ColumnKind>(kind, ignoreCase: true), Format = format, Earliest = earliest, Latest = latest };
        Assert.Contains("'joined'", Assert.Throws<FormatException>(column.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_beyond_their_bounds_are_moved_to_them_without_privacy_too()
    {
        string csv = "x,joined\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{i % 7},{new DateTime(2019, 1, 1).AddDays(i):yyyy-MM-dd}\n"));
        ColumnDescription joined = new() { Name = "joined", Kind = ColumnKind.Date, Format = "yyyy-MM-dd", Earliest = "2019-03-01", Latest = "2019-10-31" };

        var table = FairGan.MLNet.Preparation.Encoding.TableEncoder.Encode(
            TestTables.FromCsv(csv), new SynthesizerOptions { Protection = new ProtectionOptions { MinRows = 0 }, Preparation = new PreparationOptions { Description = new TableDescription { Columns = [joined] } } });

        var dates = Assert.IsType<FairGan.Export.Columns.Dates.DateCodec>(table.Schema["joined"]);
        Assert.Equal(new DateTime(2019, 3, 1), FairGan.Export.Columns.Dates.DateCodec.TimeOf(dates.Origin, dates.Unit));
        Assert.Equal(new DateTime(2019, 10, 31), FairGan.Export.Columns.Dates.DateCodec.TimeOf(dates.Origin + (long)table.Numbers[1]!.Max(), dates.Unit));
    }

    // A third are women; three regions, of which one row each has another one.
    private static string People(int rows)
    {
        string[] regions = ["north", "east", "west"];
        return "sex,age,pay,region\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
            FormattableString.Invariant($"{(i % 3 == 0 ? "f" : "m")},{18 + (i % 60)},{600 + (i % 5000) + 0.25},{(i == 17 ? "Marker-7781" : regions[i % 3])}\n")));
    }
}
