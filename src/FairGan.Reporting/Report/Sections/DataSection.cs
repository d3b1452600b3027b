using FairGan.Reporting.Quality.Fidelity;
using FairGan.Tables;
using static FairGan.Reporting.Report.Html.FigureText;

namespace FairGan.Reporting.Report.Sections;

/// <summary>The report's section on the two tables: rows, columns, files, preparation, and what the generator was trained for.</summary>
internal sealed class DataSection(ReportFigures report, PageWriter page) : ReportSection("data", "Data", report, page)
{
    private const int MostColumns = 60;

    protected override void WriteBody()
    {
        HtmlText test = Report.Label is null ? HtmlText.Empty : Report.TestWasGiven
            ? HtmlText.Of($"Models are tested on {Report.TestRows} separate real rows.")
            : HtmlText.Of($"No separate test rows were given: models are tested on {Report.TestRows} real rows held out of the real table at random, stratified by the label.");
        Write($"<p>{Report.RealRows} real and {Report.SyntheticRows} synthetic rows of {Numbered.Of(Report.Columns.Count, "column[|s]")}. {test}</p>\n");
        WriteQuestion();
        WriteSources();
        WritePreparation();
        bool areDescribed = Report.Columns.Any(column => column.Description is not null || column.Labels is not null);
        HtmlTable table = new HtmlTable(new HtmlText("Columns, their roles, and their different and missing values"))
            .TextColumn("Column").TextColumn("Role").TextColumn("Kind")
            .Column("real", "Different values").Column("synthetic", "Different values")
            .Column("real", "Missing").Column("synthetic", "Missing");
        if (areDescribed)
        {
            table.TextColumn("Meaning");
        }

        // Label and sensitive columns come first, so that a cut table still shows them.
        foreach ((ReportColumn column, ColumnFidelity fidelity) in Report.Columns.Zip(Report.Fidelity.Columns).OrderBy(pair => RoleRank(pair.First.Role)).Take(MostColumns))
        {
            HtmlText[] meaning = areDescribed ? [HtmlText.Data(Meaning(column))] : [];
            table.Row(
            [
                HtmlText.Data(column.Name),
                HtmlText.Of($"{column.Role}"),
                HtmlText.Of($"{column.Kind}"),
                HtmlText.Of($"{fidelity.RealDistinct}"),
                HtmlText.Of($"{fidelity.SyntheticDistinct}"),
                Percent(fidelity.RealMissingRate),
                Percent(fidelity.SyntheticMissingRate),
                .. meaning,
            ]);
        }

        WriteTable(table);
        NoteCut(Report.Columns.Count, MostColumns, "columns");
    }

    private static string Meaning(ReportColumn column) => string.Join(
        "; ", [.. column.Description is { } description ? new[] { description } : [], .. (column.Labels ?? new Dictionary<string, string>()).Select(label => $"{label.Key} = {label.Value}")]);

    private void WriteQuestion()
    {
        HtmlText groups = HtmlText.Join(", ", Report.SensitiveColumns.Select(HtmlText.Data));
        HtmlText definition = Report.Fairness is "none" ? new HtmlText("The generator was trained without fairness.")
            : Report.Fairness is { } name
            ? HtmlText.Of($"The generator was trained for {name.Replace('-', ' ')} at strength {Strength(Report.Strength ?? double.NaN)}{Meaning(name)}.{OtherColumns()}")
            : HtmlText.Of($"What the generator was trained for is not known to this report.{(Report.Label is null ? "" : " It measures demographic parity of the labels, and parity and equalized odds of models.")}");
        HtmlText question = Missing.LabelOrGroups is not null
            ? new HtmlText("Do the synthetic rows follow the real ones without giving them away?")
            : HtmlText.Of($"Are the values of {groups} treated alike in {HtmlText.Data(Report.Label)} = {HtmlText.Data(Report.Positive)}?");
        Write($"<p><strong>Question and definition.</strong> {question} {definition}</p>\n");
    }

    private HtmlText OtherColumns() =>
        Report.FairnessColumns is not { Count: > 0 } columns || columns.Order().SequenceEqual(Report.SensitiveColumns.Order())
            ? HtmlText.Empty
            : HtmlText.Of($" It was trained so by {Columns(columns)}, while this report compares groups by {Columns(Report.SensitiveColumns)}: by other columns, and by combinations with them, nothing was asked of it.");

    private void WritePreparation()
    {
        if (Report.Preparation.Count > 0)
        {
            Write($"<p>Before they were compared, all tables were prepared in the same way. Findings in the real table, and changes to it:</p>\n");
            WriteList(Report.Preparation.Take(MostColumns).Select(remark => HtmlText.Of($"{remark}")));
            NoteCut(Report.Preparation.Count, MostColumns, "remarks");
        }
    }

    private void WriteSources()
    {
        if (Report.Sources.Count == 0)
        {
            Write($"<p class=\"note\">The tables were given in memory: there are no files to name.</p>\n");
            return;
        }

        HtmlTable table = new HtmlTable(new HtmlText("Files and their hashes")).TextColumn("File").TextColumn("Role").Column("Bytes").TextColumn("SHA-256");
        foreach (ReportSource source in Report.Sources)
        {
            table.Row(HtmlText.Data(source.Name), HtmlText.Of($"{source.Role}"), HtmlText.Of($"{source.Bytes}"), HtmlText.Of($"<span class=\"hash\">{source.Sha256}</span>"));
        }

        WriteTable(table);
    }

    private static string Meaning(string definition) => definition switch
    {
        "demographic-parity" => ": every group has the same share of favourable labels",
        "conditional-parity" => ": groups have the same share of favourable labels where the named legitimate columns agree",
        "equal-opportunity" => ": among those whose real outcome is favourable, groups are selected at the same rate",
        "equalized-odds" => ": groups have the same true and the same false positive rates",
        _ => "",
    };
}
