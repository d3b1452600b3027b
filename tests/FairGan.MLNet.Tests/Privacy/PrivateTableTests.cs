using System.Reflection;
using FairGan.Export.Columns;
using FairGan.MLNet.Components;
using FairGan.MLNet.Options;
using FairGan.MLNet.Privacy;
using FairGan.MLNet.Training.Private;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Privacy;

/// <summary>The door to the rows of a private run, and what is made behind it.</summary>
public sealed class PrivateTableTests
{
    private static readonly SynthesizerOptions s_options = new()
    {
        LabelColumn = "hired",
        PositiveValue = "yes",
        SensitiveColumns = ["sex"],
        Seed = 1,
        Protection = new ProtectionOptions { MinRows = 0 },
        Privacy = new PrivacyOptions { Epsilon = 2 },
        Preparation = new PreparationOptions
        {
            Description = new TableDescription
            {
                Columns =
                [
                    new ColumnDescription { Name = "sex", Kind = ColumnKind.Categorical, Categories = ["f", "m"] },
                    new ColumnDescription { Name = "age", Kind = ColumnKind.Integer, Minimum = 16, Maximum = 75 },
                    new ColumnDescription { Name = "pay", Kind = ColumnKind.Real, Minimum = 0, Maximum = 1_000_000, Decimals = 2 },
                    new ColumnDescription { Name = "hired", Kind = ColumnKind.Categorical, Categories = ["no", "yes"] },
                ],
            },
        },
    };

    [Fact]
    public void Nothing_but_noisy_counts_and_choices_comes_out_of_the_door()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        Assert.All(typeof(PrivateTable).GetFields(All), field => Assert.True(field.IsPrivate, field.Name));
        Assert.Equal(
            ["Choose", "Count", "FrequentTexts", "Merged", "Read", "get_Names", "get_Sizes"],
            typeof(PrivateTable).GetMethods(All).Where(method => !method.IsPrivate).Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.Equal(typeof(NoisyCounts), typeof(PrivateTable).GetMethod("Count")!.ReturnType);
        Assert.Equal(typeof(int), typeof(PrivateTable).GetMethod("Choose")!.ReturnType);
    }

    [Fact]
    public void Every_answer_is_charged_and_the_budget_is_spent_exactly_once()
    {
        StandInTable standIn = Build(People(3000));

        double budget = ZeroConcentrated.Rho(s_options.Privacy!.Epsilon, s_options.Privacy.Delta);
        Assert.InRange(standIn.Privacy.Rho, 0.95 * budget, budget * (1 + 1e-9));
        Assert.Equal(["rows", "sex", "age", "pay", "hired"], standIn.Privacy.Charges.Take(5).Select(charge => charge.Query));
        Assert.Contains(standIn.Privacy.Charges, charge => charge.Mechanism == "exponential");
    }

    [Fact]
    public void A_stand_in_has_the_columns_and_the_dependences_of_the_rows()
    {
        StandInTable standIn = Build(People(6000));

        double women = Share(standIn, row => Is(standIn, row, "sex", "f")), hiredWomen = Share(standIn, row => Is(standIn, row, "sex", "f") && Is(standIn, row, "hired", "yes"));
        double hiredMen = Share(standIn, row => Is(standIn, row, "sex", "m") && Is(standIn, row, "hired", "yes"));
        Assert.InRange(women, 0.30, 0.37);
        Assert.InRange(hiredWomen / women, 0.13, 0.27);
        Assert.InRange(hiredMen / (1 - women), 0.52, 0.68);

        // Pay follows age.
        float[] age = standIn.Table.Numbers[1]!, pay = standIn.Table.Numbers[2]!;
        double Pay(Func<float, bool> isOf) => pay.Where((_, row) => isOf(age[row])).Average();
        Assert.All(age, value => Assert.InRange(value, 16, 75));
        Assert.True(Pay(value => value > 55) > 1.5 * Pay(value => value < 35));
    }

    [Fact]
    public void One_row_of_every_subject_counts()
    {
        string csv = "who,sex,age,pay,hired\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => $"p{i % 400},{(i % 2 == 0 ? "f" : "m")},{20 + (i % 40)},{1000 + i}.50,{(i % 3 == 0 ? "yes" : "no")}\n"));
        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv(csv), s_options with { Protection = new ProtectionOptions { MinRows = 0, SubjectColumn = "who" }, Privacy = new PrivacyOptions { Epsilon = 20 } }, null, default);

        Assert.InRange(standIn.Table.Report!.Rows, 350, 450);
        Assert.True(standIn.Privacy.BySubject);
        Assert.Equal(["who", "sex", "age", "pay", "hired"], standIn.Table.Schema.Columns.Select(column => column.Name));
        Assert.Equal(ColumnKind.Identifier, standIn.Table.Schema["who"].Kind);
    }

    [Fact]
    public void A_column_may_be_called_as_the_ledger_calls_the_number_of_rows()
    {
        var known = s_options.Preparation.Description.Columns;
        SynthesizerOptions options = s_options with { Preparation = new PreparationOptions { Description = new TableDescription { Columns = [.. known.Select(column => column.Name == "age" ? column with { Name = "rows" } : column)] } } };

        StandInTable standIn = StandInBuilder.Build(TestTables.FromCsv(People(2000).Replace("sex,age", "sex,rows", StringComparison.Ordinal)), options, null, default);

        Assert.True(standIn.Table.Schema["rows"].SymbolCount > 2);
        Assert.InRange(standIn.Table.Report!.Rows, 1900, 2100);
    }

    [Fact]
    public void Columns_that_are_not_there_and_subjects_that_are_groups_are_refused_by_name()
    {
        IDataView people = TestTables.FromCsv(People(50));
        Assert.Contains("'hird'", Assert.Throws<ArgumentOutOfRangeException>(() => StandInBuilder.Build(people, s_options with { LabelColumn = "hird" }, null, default)).Message, StringComparison.Ordinal);
        SynthesizerOptions options = s_options with { Protection = new ProtectionOptions { MinRows = 0, SubjectColumn = "sex" } };
        Assert.Contains("'sex' names the people", Assert.Throws<FormatException>(() => StandInBuilder.Build(people, options, null, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_synthesizer_generates_the_columns_of_its_table()
    {
        IDataView table = TestTables.FromCsv("who,sex,age,pay,hired\n" + string.Concat(People(600).Split('\n')[1..^1].Select((row, i) => $"p{i / 2},{row}\n")));
        SynthesizerOptions options = s_options with { Protection = new ProtectionOptions { MinRows = 0, SubjectColumn = "who" }, Training = new GanOptions { Seed = 1, Steps = 5 } };

        using SynthesizerTransformer synthesizer = new MLContext(1).FairGan().Synthesizer(options).Fit(table);

        Assert.Equal(2, synthesizer.Information.Protection!.Epsilon);
        Assert.Equal(table.Schema.Select(column => column.Name), synthesizer.Generate(20).Schema.Select(column => column.Name));
        Assert.Contains("S1", synthesizer.Generate(20).GetColumn<string>("who"));
    }

    [Fact]
    public void What_the_schema_does_not_say_is_asked_for_by_name_and_no_cell_is_quoted()
    {
        var known = s_options.Preparation.Description.Columns;
        SynthesizerOptions options = s_options with { Preparation = new PreparationOptions { Description = new TableDescription { Columns = [known[0], known[1] with { Maximum = null }, known[3]] } } };

        string message = Assert.Throws<FormatException>(() => StandInBuilder.Build(TestTables.FromCsv(People(50)), options, null, default)).Message;

        Assert.Contains("'age', 'pay'", message, StringComparison.Ordinal);
        Assert.Contains("--schema", message, StringComparison.Ordinal);
    }

    private static StandInTable Build(string csv) => StandInBuilder.Build(TestTables.FromCsv(csv), s_options, null, default);

    private static bool Is(StandInTable standIn, int row, string column, string value)
    {
        int index = standIn.Table.Schema.IndexOf(column);
        return standIn.Table.Codes[index][row] == standIn.Table.Schema.Columns[index].SymbolOf(value);
    }

    private static double Share(StandInTable standIn, Func<int, bool> isOf) => Enumerable.Range(0, standIn.Table.RowCount).Count(isOf) / (double)standIn.Table.RowCount;

    // A third are women, of whom a fifth is hired; of men three fifths. Pay grows with age.
    private static string People(int rows)
    {
        var random = new Random(7);
        return "sex,age,pay,hired\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        {
            bool isWoman = i % 3 == 0;
            int age = 16 + random.Next(60);
            return FormattableString.Invariant($"{(isWoman ? "f" : "m")},{age},{Math.Round(500 + (age * age * (0.8 + (0.4 * random.NextDouble()))), 2)},{(random.NextDouble() < (isWoman ? 0.2 : 0.6) ? "yes" : "no")}\n");
        }));
    }
}
