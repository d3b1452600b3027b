using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Rules;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Preparation;
using FairGan.MLNet.Preparation.Encoding;
using FairGan.MLNet.Tests.Synthesis;
using FairGan.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Preparation;

public sealed class PreparationTests
{
    [Fact]
    public void Cells_are_cleaned_in_a_chain_that_is_saved()
    {
        MLContext context = Hmda.Context;
        string csv = "when,town,amount,kept\n" + string.Concat(Enumerable.Range(0, 60).Select(row =>
            $"{(row % 3 == 0 ? $"{1 + (row % 28):D2}/07/2020" : $"2020-07-{1 + (row % 28):D2}")},{(row % 5 == 0 ? " PARIS " : row % 7 == 0 ? "n/a" : "Paris")}{(row % 4 == 0 ? "" : "  ")},\"{1000 + row:N1}\",{row % 9}\n"));
        IDataView raw = TableReader.Load(context, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), TableFormat.Csv, new TableReadOptions { AsWritten = true });
        var model = context.FairGan().Prepare(new() { Description = new() { Columns = [new() { Name = "amount", Kind = ColumnKind.Real }] } }).Append(context.Transforms.ReplaceMissingValues("amount")).Fit(raw);
        using var saved = new MemoryStream();
        context.Model.Save(model, raw.Schema, saved);
        saved.Position = 0;
        IDataView clean = new MLContext().Model.Load(saved, out _).Transform(raw);
        Assert.Equal(Enumerable.Range(0, 60).Select(row => $"2020-07-{1 + (row % 28):D2}"), clean.GetColumn<string>("when"));
        Assert.Equal(["", "Paris"], clean.GetColumn<string>("town").Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 60).Select(row => 1000.0 + row), clean.GetColumn<double>("amount"));
        PreparationReport report = Assert.IsType<PreparationTransformer>(model.First()).Report;
        Assert.Contains(report.Lines(), line => line.StartsWith("town: ", StringComparison.Ordinal) && line.Contains("in case", StringComparison.Ordinal));
        Assert.Equal("1,234.0", report.Columns[2].Format);
    }

    [Fact]
    public void Blanks_around_categories_are_trimmed_and_reported()
    {
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv("sex\n" + string.Concat(Enumerable.Range(0, 60).Select(row => row % 3 == 0 ? "  Male\n" : " Female\n"))), new());
        Assert.Equal(["Female", "Male"], Assert.IsType<CategoricalCodec>(table.Schema["sex"]).Categories);
        Assert.Contains("sex: 60 cells had stray blanks, which synthetic ones have not", table.Report!.Lines());
    }

    [Fact]
    public void Orders_and_sums_that_all_rows_keep_are_found_and_chance_is_not()
    {
        var random = new Random(3);
        string csv = "low,high,a,b,total,small\n" + string.Concat(Enumerable.Range(0, 500).Select(_ =>
        {
            int low = random.Next(1000), a = random.Next(50), b = random.Next(50);
            return $"{low},{low + random.Next(300)},{a},{b},{a + b},{random.Next(3) - 500}\n";
        }));
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv(csv), new());
        Assert.Equal(["total = a + b", "low ≤ high"], table.Schema.Rules.Select(rule => rule.ToString()));
        Assert.All(table.Report!.Rules, rule => Assert.True(rule is { BrokenRows: 0, IsKept: true }));
    }

    [Fact]
    public void An_order_whose_difference_is_no_quantity_is_reported_and_not_enforced()
    {
        double[] months = [.. Enumerable.Range(0, 120).Select(month => Math.Round((month * 0.0413) + (0.037 * (month % 5)), 3))];
        string csv = "level,rate\n" + string.Concat(Enumerable.Range(0, 4000).Select(row => row * 7919 % 120).Select(month =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(month / 30) - 0.3:0.0},{months[month]:0.000}\n")));
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv(csv), new());
        Assert.Empty(table.Schema.Rules);
        RulePreparation rule = Assert.Single(table.Report!.Rules);
        Assert.Equal(("level ≤ rate", 0, false), (rule.Rule, rule.BrokenRows, rule.IsKept));
        Assert.Contains("seems to be chance", rule.ToString(), StringComparison.Ordinal);
    }

    // Schools' numbers in three years, hardly ever another; two percentages that are mostly 0; a start and an end with two slips.
    [Fact]
    public void Of_orders_that_a_few_rows_violate_only_those_worth_a_look_are_reported()
    {
        var random = new Random(3);
        string csv = "school1,school2,school3,share1,share2,start,end\n" + string.Concat(Enumerable.Range(0, 3000).Select(row =>
        {
            int school = random.Next(80), start = random.Next(1000);
            int[] moved = [.. Enumerable.Range(0, 2).Select(_ => random.NextDouble() < 0.01 ? random.Next(80) : school)];
            int share = random.Next(100) < 8 ? random.Next(1, 40) : 0;
            int larger = share > 0 ? (random.NextDouble() < 0.1 ? share / 2 : share + random.Next(20)) : random.Next(100) < 30 ? random.Next(60) : 0;
            return $"{school},{moved[0]},{moved[1]},{share},{larger},{start},{(row is 70 or 90 ? start - 1 : start + random.Next(300))}\n";
        }));
        RulePreparation rule = Assert.Single(TableEncoder.Encode(TestTables.FromCsv(csv), new()).Report!.Rules);
        Assert.Contains("start ≤ end: broken by", rule.ToString(), StringComparison.Ordinal);
        Assert.False(rule.IsKept);
    }

    // Everybody leaves a study at its end, or dies before; the dates of those who live, measured from their birth, would never be its end.
    [Fact]
    public void An_order_is_not_measured_where_what_stands_in_for_missing_cells_would_make_new_values()
    {
        var random = new Random(3);
        string csv = "ill,died,left\n" + string.Concat(Enumerable.Range(0, 1000).Select(row =>
        {
            int ill = random.Next(100_000), died = ill + random.Next(60_000);
            return died < 120_000 ? $"{ill},{died},{died}\n" : $"{ill},,120000\n";
        }));
        EncodedTable table = TableEncoder.Encode(TestTables.FromCsv(csv), new() { Protection = new() { MinRows = 0 } });
        Assert.DoesNotContain(table.Schema.Rules.OfType<OrderRule>(), rule => rule is { High: "left", IsRaised: false });
    }

    // Adults and white people of counties: of two counts that hardly ever repeat, one is nearly always the larger by chance.
    [Fact]
    public void An_order_that_a_few_rows_violate_is_not_enforced_where_no_value_of_one_column_occurs_in_the_other()
    {
        var random = new Random(3);
        string csv = "adults,white\n" + string.Concat(Enumerable.Range(0, 400).Select(row =>
        {
            int people = 3000 + (int)Math.Exp(random.NextDouble() * 14);
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{people * (0.7 + (0.1 * random.NextDouble())):0},{people * (row is 70 or 90 ? 0.6 : 0.85 + (0.1 * random.NextDouble())):0}\n");
        }));
        RulePreparation rule = Assert.Single(TableEncoder.Encode(TestTables.FromCsv(csv), new()).Report!.Rules);
        Assert.Equal(("adults ≤ white", 2, false), (rule.Rule, rule.BrokenRows, rule.IsKept));
    }

    [Fact]
    public void What_holds_for_many_columns_is_said_in_one_line()
    {
        string csv = "a,b,c,d,e,f,g,h,i,j,k,l\n" + string.Concat(Enumerable.Range(0, 40).Select(row => row % 4 == 0 ? "NA,NA,NA,NA,NA,x,NA,NA,NA,NA,NA,NA\n" : $"{row % 3},{row % 5},u,{row % 2},v,NA,u,u,v,v,u,v\n"));
        PreparationReport report = TableEncoder.Encode(Written(csv), new() { Protection = new() { MinRows = 0 } }).Report!;
        Assert.Equal("a, b, c and 9 more columns: 140 cells spell out that they are missing: 'NA'", report.Lines().First());
        Assert.All(report.Columns, column => Assert.Contains(column.Repairs, repair => repair == $"{(column.Name == "f" ? 30 : 10)} cells spell out that they are missing: 'NA'"));
        Assert.Equal("broken by 1 row", new RulePreparation("a ≤ b", 1, false).ToString().Split(": ")[1].Split(';')[0]);
    }

    [Fact]
    public void Cells_of_an_identifier_that_are_no_numbers_are_named_and_only_numbers_are_generated()
    {
        string csv = "customer_id,y\n" + string.Concat(Enumerable.Range(1000, 300).Select(row => $"{(row % 60 == 7 ? $"x{row}?" : row)},{"ab"[row % 2]}\n"));
        EncodedTable table = TableEncoder.Encode(Written(csv), new());
        Assert.Contains("5 cells are no whole number, as the others are; only numbers are generated: 'x1027?', 'x1087?', 'x1147?', …", table.Report!.Columns[0].Repairs);
        Assert.Equal("", Assert.IsType<FairGan.Export.Columns.Identifiers.IdentifierCodec>(table.Schema.Columns[0]).Prefix);
    }

    [Fact]
    public void At_most_a_handful_of_violated_orders_is_reported()
    {
        var random = new Random(4);
        string csv = string.Join(',', Enumerable.Range(0, 12).Select(step => $"step{step:D2}")) + "\n" + string.Concat(Enumerable.Range(0, 1000).Select(row =>
        {
            int at = random.Next(3000);
            return string.Join(',', Enumerable.Range(0, 12).Select(step => at += row == step + 20 ? -1 : 1 + random.Next(150))) + "\n";
        }));
        IReadOnlyList<RulePreparation> rules = TableEncoder.Encode(TestTables.FromCsv(csv), new()).Report!.Rules;
        Assert.Equal(5, rules.Count(rule => !rule.IsKept));
        Assert.All(rules.Where(rule => !rule.IsKept), rule => Assert.Equal(1, rule.BrokenRows));
    }

    [Fact]
    public void A_given_rule_that_rows_violate_is_enforced_and_reported()
    {
        string csv = "low,high\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"{row % 60},{(row == 7 ? 0 : (row % 60) + (row * 31 % 50))}\n"));
        var options = new SynthesizerOptions { Preparation = new() { Description = new() { Rules = [new OrderRule("low", "high")] } } };
        RulePreparation rule = Assert.Single(TableEncoder.Encode(TestTables.FromCsv(csv), options).Report!.Rules);
        Assert.Equal((1, true), (rule.BrokenRows, rule.IsKept));
        Assert.False(Assert.Single(TableEncoder.Encode(TestTables.FromCsv(csv), new()).Report!.Rules).IsKept);
    }

    [Theory]
    [InlineData("2024-03-{0:D2}T10:00:00+02:00", "2024-03-01T10:00:00+02:00", "")]
    [InlineData("2024-03-{0:D2} 10:00:00.123456789", "2024-03-01 10:00:00.123456", "finer than a microsecond")]
    [InlineData("2024-03-{0:D2}T10:00:00.1234567Z", "2024-03-01T10:00:00.123456Z", "finer than a microsecond")]
    public void Times_with_one_offset_or_finer_than_a_microsecond_are_read(string pattern, string written, string repair)
    {
        EncodedTable table = Times(row => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, 1 + (row % 28)));
        var codec = Assert.IsType<DateCodec>(table.Schema.Columns[0]);
        Assert.Equal(written, new DateColumn("when", [DateCodec.TimeOf(codec.Origin, codec.Unit)], codec.Format).Text(0));
        string[] repairs = [.. table.Report!.Columns[0].Repairs];
        Assert.True(repair.Length == 0 ? repairs.Length == 0 : repairs.Single().Contains(repair, StringComparison.Ordinal), string.Join("; ", repairs));
    }

    [Fact]
    public void Times_with_several_offsets_become_those_of_utc()
    {
        EncodedTable table = Times(row => $"2024-{(row % 2 == 0 ? "03" : "07")}-{1 + (row % 28):D2}T10:00:00{(row % 2 == 0 ? "+01:00" : "+02:00")}");
        var codec = Assert.IsType<DateCodec>(table.Schema.Columns[0]);
        Assert.Equal("2024-03-01T09:00:00Z", new DateColumn("when", [DateCodec.TimeOf(codec.Origin, codec.Unit)], codec.Format).Text(0));
        Assert.Contains("in another format than", table.Report!.Columns[0].Repairs.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Known_and_given_spellings_of_missing_cells_are_read_and_doubtful_ones_reported()
    {
        string csv = "job,age\n" + string.Concat(Enumerable.Range(0, 100).Select(row => $"{(row % 10 == 0 ? "?" : row % 10 == 1 ? "NULL" : "clerk")},{(row % 10 == 2 ? "?" : $"{20 + (row % 30)}")}\n"));
        EncodedTable found = TableEncoder.Encode(TestTables.FromCsv(csv, "age"), new() { Protection = new() { MinRows = 0 } });
        Assert.Equal([10, 10], found.Report!.Columns.Select(column => column.Missing));
        Assert.Contains(found.Report.Columns[0].Repairs, repair => repair.StartsWith("10 cells may say that they are missing", StringComparison.Ordinal));
        Assert.Contains(found.Report.Columns[0].Repairs, repair => repair == "10 cells spell out that they are missing: 'NULL'");

        EncodedTable told = TableEncoder.Encode(TestTables.FromCsv(csv, "age"), new() { Preparation = new() { Missing = ["?"] } });
        Assert.Equal([20, 10], told.Report!.Columns.Select(column => column.Missing));
        Assert.Equal(20, TableEncoder.Encode(TestTables.FromCsv(csv, "age"), new() { Preparation = new() { Description = TableDescription.Parse("{ \"missing\": [\"?\"] }") } }).Report!.Columns[0].Missing);
    }

    private static EncodedTable Times(Func<int, string> cell) =>
        TableEncoder.Encode(TestTables.FromCsv("when,small\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"{cell(row)},{row % 3}\n"))), new() { Protection = new() { MinRows = 0 } });

    [Fact]
    public void A_description_goes_before_what_is_found()
    {
        TableDescription description = TableDescription.Parse("""
            {
              "columns": [
                { "name": "grade", "kind": "ordinal", "categories": ["low", "middle", "high"] },
                { "name": "score", "kind": "real", "minimum": 0, "maximum": 10, "decimals": 1, "missing": ["-1"] },
                { "name": "code", "kind": "categorical" },
              ],
            }
            """);
        Assert.Equal(description.ToJson(), TableDescription.Parse(description.ToJson()).ToJson());
        string csv = "grade,score,code\nHIGH,3.14159,1\nlow,-1,2\nmiddle,11,1\nodd,5,2\n";
        IDataView raw = TableReader.Load(TestTables.Context, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), TableFormat.Csv, new TableReadOptions { AsWritten = true });
        EncodedTable table = TableEncoder.Encode(raw, new SynthesizerOptions { Preparation = new() { Description = description }, Protection = new() { MinRows = 0 } });
        Assert.Equal(["high", "low", "middle", "(missing)"], table.Codes[0].Select(code => table.Schema.Columns[0].Describe(code)));
        Assert.Equal(ColumnKind.Ordinal, table.Schema.Columns[0].Kind);
        Assert.Equal(["3.1", "(missing)", "10", "5"], table.Codes[1].Select(code => table.Schema.Columns[1].Describe(code)));
        Assert.IsType<CategoricalCodec>(table.Schema.Columns[2]);
        Assert.Contains("'x'", Assert.Throws<FormatException>(() => TableDescription.Parse("""{ "columns": [{ "name": "x", "minimum": 2, "maximum": 1 }] }""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_and_contradictions_are_counted_and_dropped_on_request()
    {
        const string Csv = "x,y\n1,a\n1,a\n1,b\n2,a\n";
        var options = new SynthesizerOptions { LabelColumn = "y", PositiveValue = "a", Protection = new() { MinRows = 0 } };
        PreparationReport report = TableEncoder.Encode(TestTables.FromCsv(Csv), options).Report!;
        Assert.Equal((4, 1, 0, 1), (report.Rows, report.DuplicateRows, report.DroppedRows, report.ContradictoryRows));
        EncodedTable dropped = TableEncoder.Encode(TestTables.FromCsv(Csv), options with { Preparation = new() { DropDuplicateRows = true } });
        Assert.Equal((3, 1), (dropped.RowCount, dropped.Report!.DroppedRows));
    }

    private static IDataView Written(string csv) =>
        TableReader.Load(TestTables.Context, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), TableFormat.Csv, new TableReadOptions { AsWritten = true });
}
