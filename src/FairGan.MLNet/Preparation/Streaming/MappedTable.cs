using System.IO.MemoryMappedFiles;
using FairGan.Export.Schemas;
using FairGan.MLNet.Preparation.Rules;
using Microsoft.Win32.SafeHandles;

namespace FairGan.MLNet.Preparation.Streaming;

/// <summary>An encoded table in a memory-mapped file, two bytes per cell, column after column. The file has no name, and goes with the process.</summary>
internal sealed class MappedTable : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly PreparationOptions _options;

    /// <param name="schema">The columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="file">The file, complete; closed by disposal.</param>
    /// <param name="report">What was found in the table.</param>
    /// <param name="description">What the columns are.</param>
    /// <param name="options">How the table was prepared.</param>
    public MappedTable(TableSchema schema, long rows, SafeFileHandle file, PreparationReport report, TableDescription description, PreparationOptions options)
    {
        _options = options;
        Description = description;
        Schema = schema;
        RowCount = rows;
        Report = report;
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>The columns, their codecs and roles.</summary>
    public TableSchema Schema { get; }

    /// <summary>Number of rows.</summary>
    public long RowCount { get; }

    /// <summary>The preparation report of the table.</summary>
    public PreparationReport Report { get; }

    /// <summary>The kinds of the columns.</summary>
    public TableDescription Description { get; }

    /// <summary>The symbol of a cell.</summary>
    public ushort this[int column, long row] => _view.ReadUInt16(((column * RowCount) + row) * sizeof(ushort));

    /// <summary>
    /// Some rows, sampled without replacement, in memory, and the columns that others determine: those that the sampled rows do not
    /// rule out are checked in all rows. Numbers are the middles of their bins.
    /// </summary>
    /// <param name="rows">How many; all where there are not more.</param>
    /// <param name="seed">The seed.</param>
    public EncodedTable Draw(int rows, int seed)
    {
        // Selection sampling (Knuth, algorithm S): one pass, in order.
        var random = new Random(seed);
        long[] chosen = new long[Math.Min(rows, RowCount)];
        for (long row = 0, taken = 0; taken < chosen.Length; row++)
        {
            if (random.NextDouble() * (RowCount - row) < chosen.Length - taken)
            {
                chosen[taken++] = row;
            }
        }

        ushort[][] codes = [.. Schema.Columns.Select((_, column) => Array.ConvertAll(chosen, row => this[column, row]))];
        var drawn = new EncodedTable(Schema, codes, [.. Schema.Columns.Select((codec, column) => Numbers(codec, codes[column]))]) { Report = Report, Description = Description };
        return DependencyDetector.Detect(drawn, _options, Cells);
    }

    private IEnumerable<(ushort, ushort)> Cells(int first, int second)
    {
        for (long row = 0; row < RowCount; row++)
        {
            yield return (this[first, row], this[second, row]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static float[]? Numbers(ColumnCodec codec, ushort[] codes)
    {
        if (codec.NumberCoding is not { } numbers)
        {
            return null;
        }

        float[] middles = [.. Enumerable.Range(0, codec.SymbolCount).Select(symbol => (float)numbers.Middle(symbol))];
        return Array.ConvertAll(codes, code => middles[code]);
    }
}
