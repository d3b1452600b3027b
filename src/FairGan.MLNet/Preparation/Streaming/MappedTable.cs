using System.IO.MemoryMappedFiles;
using FairGan.Export.Schemas;
using FairGan.MLNet.Preparation.Rules;

namespace FairGan.MLNet.Preparation.Streaming;

/// <summary>An encoded table in a memory-mapped file, two bytes per cell, column after column. The file is gone when its process ends, however it ends.</summary>
internal sealed class MappedTable : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly PreparationOptions _options;

    /// <param name="schema">The columns.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="file">The file, complete; disposed of with the table.</param>
    /// <param name="report">What was found in the table.</param>
    /// <param name="description">What the columns are.</param>
    /// <param name="options">How the table was prepared.</param>
    public MappedTable(TableSchema schema, long rows, FileStream file, PreparationReport report, TableDescription description, PreparationOptions options)
    {
        _options = options;
        Description = description;
        Schema = schema;
        RowCount = rows;
        Report = report;
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
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

    /// <summary>Creates the file, which its owner alone can read, for it holds the codes of real rows.</summary>
    /// <param name="folder">Where it takes its space.</param>
    /// <param name="size">Its size in bytes.</param>
    public static FileStream NewFile(string folder, long size)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose, PreallocationSize = size };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(folder, $".fairgan.{Guid.NewGuid():N}.codes"), options);
        if (!OperatingSystem.IsWindows())
        {
            // Without its name, the file is freed by the system even if the process is killed.
            File.Delete(file.Name);
        }

        return file;
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
