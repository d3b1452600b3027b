using FairGan.Export.Columns;
using FairGan.Export.Schemas;
using FairGan.MLNet.Preparation.Recognition;
using Microsoft.ML.Data;

namespace FairGan.Cli.Input;

/// <summary>Cleans the cells of tables that are compared with each other as <c>train</c> cleans those of the table it learns.</summary>
internal sealed class TableCleaning
{
    private readonly PreparationTransformer _cleaner;
    private readonly string[] _leftOut;

    private TableCleaning(PreparationTransformer cleaner, string[] leftOut, IReadOnlyList<string> remarks)
    {
        _cleaner = cleaner;
        _leftOut = leftOut;
        Remarks = remarks;
        Identifiers = [.. cleaner.Description.Columns.Where(column => column.Kind == ColumnKind.Identifier).Select(column => column.Name)];
    }

    /// <summary>Columns of the first table that hold identifiers.</summary>
    public IReadOnlyList<string> Identifiers { get; }

    /// <summary>What was found in the table and done about it, a line each.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Fits the cleaning to a single table. No column is left out.</summary>
    /// <param name="table">The table, its cells as they are written.</param>
    /// <param name="texts">Columns read as text whatever they hold.</param>
    /// <param name="required">Columns that must be usable; any other unusable column is read as text, unchanged.</param>
    /// <exception cref="FormatException">A column cannot be used; the message names it and the remedy.</exception>
    public static TableCleaning Of(IDataView table, IReadOnlyCollection<string> texts, IReadOnlyCollection<string> required)
    {
        (PreparationTransformer cleaner, string[] odd) = Fit(table, new PreparationOptions { Description = new TableDescription().WithTexts(texts) }, required);
        return new TableCleaning(cleaner, [], [.. odd.Select(TakenAsText), .. Repairs(cleaner)]);
    }

    /// <summary>
    /// Fits the cleaning to tables that are compared: kinds and spellings come from the generator if it is known, otherwise from
    /// the first table; a category that occurs only in another table stays a category. Identifiers, and columns that the generator
    /// does not generate, are left out.
    /// </summary>
    /// <param name="table">The real table, its cells as they are written.</param>
    /// <param name="others">The tables it is compared with, likewise.</param>
    /// <param name="options">How the generator's table was prepared.</param>
    /// <param name="generator">The columns of the generator; null where it is unknown.</param>
    /// <param name="required">Columns that must be usable; any other unusable column is read as text, unchanged.</param>
    /// <exception cref="FormatException">A column cannot be used; the message names it and the remedy.</exception>
    public static TableCleaning Of(IDataView table, IReadOnlyList<IDataView> others, PreparationOptions options, TableSchema? generator, IReadOnlyCollection<string> required)
    {
        Dictionary<string, ColumnCodec> made = generator?.Columns.ToDictionary(column => column.Name) ?? [];
        string[] extra = generator is null ? [] : [.. table.Schema.Where(column => !column.IsHidden && !made.ContainsKey(column.Name)).Select(column => column.Name)];
        (PreparationTransformer found, string[] odd) = Fit(InputTable.Without(table, extra), options with { Description = Known(options.Description, made, table.Schema) }, required);
        HashSet<string> given = [.. options.Description.Columns.Where(column => column.Categories is not null).Select(column => column.Name)];
        ColumnDescription[] columns = [.. found.Description.Columns.Select(column => column is { Kind: ColumnKind.Categorical or ColumnKind.Boolean } && !given.Contains(column.Name)
            ? column with { Categories = Spellings(column, made.GetValueOrDefault(column.Name), others) }
            : column)];
        string[] identifiers = [.. columns.Where(column => column.Kind == ColumnKind.Identifier).Select(column => column.Name)];
        return new TableCleaning(
            new PreparationTransformer(found.Description with { Columns = columns }, found.Report),
            [.. extra, .. identifiers],
            [
                .. identifiers.Select(LeftOut),
                .. odd.Select(TakenAsText),
                .. extra.Select(name => $"{name}: is no column of the generator; left out"),
                .. Repairs(found),
            ]);
    }

    /// <summary>The table with its cells cleaned.</summary>
    /// <param name="table">The table, its cells as they are written.</param>
    public IDataView Apply(IDataView table) => InputTable.Without(_cleaner.Transform(table), [.. _leftOut.Where(name => table.Schema.GetColumnOrNull(name) is not null)]);

    /// <summary>The warning about a column of identifiers that was left out.</summary>
    /// <param name="name">The column.</param>
    public static string LeftOut(string name) => $"{name}: contains identifiers, which carry no information about people; left out";

    private static (PreparationTransformer Cleaner, string[] Odd) Fit(IDataView table, PreparationOptions options, IReadOnlyCollection<string> required)
    {
        if (Fits(table, options, out PreparationTransformer? cleaner, out FormatException? problem))
        {
            return (cleaner!, []);
        }

        string[] odd = [.. table.Schema.Where(column => !column.IsHidden && !required.Contains(column.Name)).Select(column => column.Name).Where(IsOdd)];
        return odd.Length > 0 && Fits(table, options with { Description = options.Description.WithTexts(odd) }, out cleaner, out problem) ? (cleaner!, odd) : throw problem!;

        bool IsOdd(string name) => !Fits(
            new MLContext().Transforms.SelectColumns(name).Fit(table).Transform(table),
            options with { Description = options.Description with { Columns = [.. options.Description.Columns.Where(column => column.Name == name)], Rules = [] } }, out _, out _);
    }

    private static bool Fits(IDataView table, PreparationOptions options, out PreparationTransformer? cleaner, out FormatException? problem)
    {
        try
        {
            (cleaner, problem) = (new MLContext().FairGan().Prepare(options).Fit(table), null);
            return true;
        }
        catch (FormatException refusal)
        {
            (cleaner, problem) = (null, refusal);
            return false;
        }
    }

    private static string TakenAsText(string name) => $"{name}: contains cells of several kinds; all are read as text, unchanged";

    private static IEnumerable<string> Repairs(PreparationTransformer cleaner) => cleaner.Report.Columns.Where(column => column.Kind != ColumnKind.Identifier)
        .SelectMany(column => column.Repairs.Select(repair => $"{column.Name}: {repair}"));

    // The kinds come from the generator, so that a table that would be recognised differently is still read like the training table.
    private static TableDescription Known(TableDescription description, Dictionary<string, ColumnCodec> made, DataViewSchema schema) => description with
    {
        Columns =
        [
            .. description.Columns.Where(column => schema.GetColumnOrNull(column.Name) is not null),
            .. made.Values.Where(codec => schema.GetColumnOrNull(codec.Name) is { Type: TextDataViewType } && !description.Columns.Any(column => column.Name == codec.Name))
                .Select(codec => new ColumnDescription
                {
                    Name = codec.Name,
                    Kind = codec.Kind,
                    Categories = codec.Kind == ColumnKind.Ordinal ? codec.ListedTexts : null,
                }),
        ],
    };

    private static string[] Spellings(ColumnDescription column, ColumnCodec? codec, IReadOnlyList<IDataView> others)
    {
        var cleaner = new CellCleaner(column with { Categories = null });
        var spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string text in (IEnumerable<string>)[.. codec?.ListedTexts ?? [], .. column.Categories ?? [], .. others.SelectMany(table => Cells(table, column.Name)).Select(cleaner.Category)])
        {
            if (text.Length > 0)
            {
                spellings.TryAdd(text, text);
            }
        }

        return [.. spellings.Values];
    }

    private static HashSet<string> Cells(IDataView table, string name)
    {
        var cells = new HashSet<string>(StringComparer.Ordinal);
        if (table.Schema.GetColumnOrNull(name) is not { Type: TextDataViewType } column)
        {
            return cells;
        }

        var lookup = cells.GetAlternateLookup<ReadOnlySpan<char>>();
        using DataViewRowCursor cursor = table.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> cell = default;
        while (cursor.MoveNext())
        {
            getter(ref cell);
            lookup.Add(cell.Span);
        }

        return cells;
    }
}
