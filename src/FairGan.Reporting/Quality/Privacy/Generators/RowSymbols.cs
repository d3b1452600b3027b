using System.Globalization;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Dates;
using FairGan.Export.Columns.Durations;
using FairGan.Export.Format;
using FairGan.Export.Rules;
using FairGan.Export.Sampling.Conditional;
using FairGan.Reporting.Quality.Tables;

namespace FairGan.Reporting.Quality.Privacy.Generators;

/// <summary>Encodes real rows with the codecs of a generator, as attacks on its file need them.</summary>
internal sealed class RowSymbols
{
    /// <summary>The symbol of a cell that says nothing, because another cell determines it.</summary>
    public const int Determined = -2;

    private RowSymbols(int[][] symbols, double[][] values) => (Symbols, Values) = (symbols, values);

    /// <summary>By column of the schema and row: the symbol; -1 for a value that the generator does not know, or <see cref="Determined"/>.</summary>
    public int[][] Symbols { get; }

    /// <summary>The number in a cell (of dates, units since 1970), or the position of its category; NaN where it is missing or unknown.</summary>
    public double[][] Values { get; }

    /// <summary>Codes a table.</summary>
    public static RowSymbols Of(ConditionalGraph graph, ColumnarTable table)
    {
        ColumnCodec[] codecs = [.. graph.Schema.Columns];
        int rows = table.RowCount;
        double[][] values = Array.ConvertAll(codecs, codec => table.Contains(codec.Name) ? ValuesOf(codec, table[codec.Name]) : Filled(rows, double.NaN));
        int[][] symbols = new int[codecs.Length][];
        for (int column = 0; column < codecs.Length; column++)
        {
            ColumnCodec codec = codecs[column];
            double[] own = values[column];
            if (graph.Offsets[column] < 0 || !codec.HasValues || !table.Contains(codec.Name))
            {
                symbols[column] = Filled(rows, Determined);
                continue;
            }

            int low = graph.Schema.Rules.OfType<OrderRule>().FirstOrDefault(rule => rule.High == codec.Name) is { } order ? graph.Schema.IndexOf(order.Low) : -1;
            symbols[column] = [.. Enumerable.Range(0, rows).Select(row =>
                codec is CategoricalCodec categories ? SymbolOf(categories, table[codec.Name], row)
                : double.IsNaN(own[row]) ? codec.MissingSymbol
                : low < 0 ? codec.NumberCoding!.Encode(own[row] - codec.CountedFrom)
                : double.IsNaN(values[low][row]) ? Determined
                : codec.NumberCoding!.Encode(own[row] - values[low][row] - (codec.CountedFrom - codecs[low].CountedFrom)))];
        }

        foreach (Derivation derivation in graph.Derivations.Where(derivation => derivation.IsDrawn))
        {
            for (int row = 0; row < rows; row++)
            {
                bool isDetermined = symbols[derivation.Source][row] is var source and >= 0 && derivation.Symbols[source] >= 0;
                symbols[derivation.Column][row] = isDetermined ? Determined : symbols[derivation.Column][row];
            }
        }

        return new RowSymbols(symbols, values);
    }

    private static int SymbolOf(CategoricalCodec codec, TableColumn column, int row) => codec.Encode(TextOf(column, row));

    private static string TextOf(TableColumn column, int row) => column.IsNumeric
        ? double.IsNaN(column.Numbers[row]) ? "" : column.Text(column.Numbers[row], "R")
        : column.Categories.NameOf(column.Codes[row]) ?? "";

    private static double[] ValuesOf(ColumnCodec codec, TableColumn column)
    {
        if (codec is CategoricalCodec categories)
        {
            Dictionary<string, int> positions = categories.Categories.Select((text, position) => (text, position)).ToDictionary(pair => pair.text, pair => pair.position, StringComparer.Ordinal);
            return [.. Enumerable.Range(0, column.RowCount).Select(row => positions.TryGetValue(TextOf(column, row), out int position) ? position : double.NaN)];
        }

        if (codec is DurationCodec { Unit: var unit } && column is { IsNumeric: true, Texts: null })
        {
            // Durations that were no texts are numbers of days.
            return Array.ConvertAll(column.Numbers, days => double.IsNaN(days) ? days : DurationUnits.NumberOf(TimeSpan.FromDays(days), unit));
        }

        if (codec is DateCodec dates)
        {
            return [.. Enumerable.Range(0, column.RowCount).Select(row => Units(dates, column, row))];
        }

        return [.. Enumerable.Range(0, column.RowCount).Select(row => column.IsNumeric ? column.Numbers[row]
            : double.TryParse(TextOf(column, row), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
    }

    private static double Units(DateCodec codec, TableColumn column, int row)
    {
        if (!column.IsNumeric)
        {
            return DateCodec.TryParse(TextOf(column, row), codec.Format, out DateTime time) ? DateCodec.UnitsOf(time, codec.Unit) : double.NaN;
        }

        double days = column.Numbers[row];
        return double.IsNaN(days) ? double.NaN : DateCodec.UnitsOf(DateTime.MinValue.AddTicks((long)Math.Round(days * TimeSpan.TicksPerDay)), codec.Unit);
    }

    private static T[] Filled<T>(int count, T value)
    {
        T[] filled = new T[count];
        Array.Fill(filled, value);
        return filled;
    }
}
