using FairGan.Export.Columns;
using FairGan.Export.Format;
using FairGan.Export.Rules;
using FairGan.Export.Sampling.Conditional;
using FairGan.Reporting.Quality.Privacy.Targets;

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

            int low = graph.Schema.Rules.OfType<OrderRule>().FirstOrDefault(rule => rule.High == codec.Name && !rule.IsRaised) is { } order ? graph.Schema.IndexOf(order.Low) : -1;
            symbols[column] = codec.NumberCoding is not { } coding ? SymbolsOf(codec, table[codec.Name], own) : [.. Enumerable.Range(0, rows).Select(row =>
                double.IsNaN(own[row]) ? codec.MissingSymbol
                : low < 0 ? coding.Encode(own[row] - codec.CountedFrom)
                : double.IsNaN(values[low][row]) ? Determined
                : coding.Encode(own[row] - values[low][row] - (codec.CountedFrom - codecs[low].CountedFrom)))];
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

    // The symbols of listed texts, whose positions are the values.
    private static int[] SymbolsOf(ColumnCodec codec, TableColumn column, double[] positions)
    {
        int[] ofText = codec.SymbolsOf(codec.Column(RowSampling.All(codec.ListedTexts!.Count), 0));
        return [.. positions.Select((position, row) => !double.IsNaN(position) ? ofText[(int)position] : column.IsMissing(row) ? codec.MissingSymbol : -1)];
    }

    private static double[] ValuesOf(ColumnCodec codec, TableColumn column)
    {
        if (codec.ListedTexts is not { } texts)
        {
            return CellNumbers.OfCodec(codec, column);
        }

        Dictionary<string, int> positions = texts.Select((text, position) => (text, position)).ToDictionary(pair => pair.text, pair => pair.position, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, column.RowCount).Select(row => positions.TryGetValue(CellNumbers.TextOf(column, row), out int position) ? position : double.NaN)];
    }

    private static T[] Filled<T>(int count, T value)
    {
        T[] filled = new T[count];
        Array.Fill(filled, value);
        return filled;
    }
}
