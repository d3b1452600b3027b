using System.Buffers.Binary;
using Parquet.Meta;
using ZstdSharp;

namespace FairGan.Tables;

/// <summary>Checks what a Parquet file says of its sizes before memory is taken or time is spent on its word.</summary>
/// <param name="stream">The file.</param>
internal sealed class ParquetBounds(Stream stream)
{
    private const int Deepest = 32;
    private const int TailLength = 8;
    private const int LongestPageHeader = 1 << 24;

    // Rows that a file may have however small it is: repeated values take next to no room.
    private const long RowsOfAnyFile = 1 << 24;
    private const int RowsPerByte = 8;

    // No compression in use makes more of a byte, but for long runs of equal ones, which pages of this size hold.
    private const long BytesOfAnyPage = 1 << 26;
    private const int BytesPerByte = 1 << 10;

    // Nor do pages of honest files hold so few values in so many bytes of so few compressed ones.
    private const int BytesPerValue = 1 << 10;
    private const int ValueBytesPerByte = 1 << 4;

    // Texts take several times their bytes while they are read. Those that occur often are stored once, in a dictionary.
    private const long TextOfAnyFile = 1 << 27;
    private const int TextPerByte = 1 << 5;

    private const long CellsOfAnyFile = 1 << 26;
    private const int CellsPerByte = 1 << 6;

    private readonly HashSet<ColumnMetaData> _texts = new(ReferenceEqualityComparer.Instance);
    private long _textBytes;

    /// <summary>Checks the footer, which lists columns and row groups.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public void CheckFooter()
    {
        Span<byte> tail = stackalloc byte[TailLength];
        if (stream.Length < TailLength + 4)
        {
            throw new EndOfStreamException();
        }

        stream.Position = stream.Length - TailLength;
        stream.ReadExactly(tail);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length > stream.Length - TailLength - 4)
        {
            throw new InvalidDataException();
        }

        byte[] footer = new byte[length];
        stream.Position = stream.Length - TailLength - length;
        stream.ReadExactly(footer);
        var tree = new SchemaTree();
        new ThriftScan(footer, tree.Add).Struct(ParquetShapes.Footer);
        tree.Check();
        stream.Position = 0;
    }

    /// <summary>Checks the row groups that the footer lists.</summary>
    /// <param name="file">The footer.</param>
    /// <exception cref="InvalidDataException">Their sizes contradict each other or the file.</exception>
    public void CheckGroups(FileMetaData file)
    {
        int leaves = file.Schema.Skip(1).Count(element => (element.NumChildren ?? 0) == 0);
        long rows = 0;
        foreach (RowGroup group in file.RowGroups)
        {
            rows = group.NumRows < 0 || rows < 0 || group.NumRows > long.MaxValue - rows ? -1 : rows + group.NumRows;
            if (rows < 0 || group.Columns?.Count != leaves)
            {
                throw new InvalidDataException();
            }
        }

        if (rows > RowsOfAnyFile + (RowsPerByte * stream.Length))
        {
            throw new InvalidDataException();
        }
    }

    /// <summary>Whether a file of this size may have so many cells, all of which are in memory at the end.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns to read.</param>
    public bool CanHold(long rows, int columns) => (Int128)rows * columns <= CellsOfAnyFile + (CellsPerByte * (Int128)stream.Length);

    /// <summary>Checks the pages of a column that is not nested.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="place">The column's place among those that hold values.</param>
    /// <exception cref="InvalidDataException">They do not hold the rows of the group, or other bytes than they promise.</exception>
    /// <exception cref="OversizeException">They unpack to more than a file of this size may.</exception>
    public void CheckPages(RowGroup group, int place)
    {
        ColumnMetaData? chunk = group.Columns[place].MetaData;
        if (chunk is null || chunk.NumValues != group.NumRows || group.Columns[place].FilePath is { Length: > 0 })
        {
            throw new InvalidDataException();
        }

        long at = chunk.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, chunk.DataPageOffset) : chunk.DataPageOffset;
        byte[] head = [];
        for (long values = 0; values < group.NumRows;)
        {
            (PageSizes page, int length) = PageAt(at, ref head);
            at += length + page.Compressed;
            if (!page.IsSound || at > stream.Length || (values += page.Rows) > group.NumRows)
            {
                throw new InvalidDataException();
            }

            CheckSize(chunk, page, at - page.Compressed);
        }

        _texts.Add(chunk);
    }

    private void CheckSize(ColumnMetaData chunk, PageSizes page, long at)
    {
        if (page.Uncompressed > BytesOfAnyPage + Math.Min(BytesPerByte * page.Compressed, (BytesPerValue * page.Values) + (ValueBytesPerByte * page.Compressed)))
        {
            throw new OversizeException();
        }

        if (page.IsCompressed && Unpacked(chunk.Codec, at + page.Levels, page.Compressed - page.Levels) is { } unpacked && unpacked > page.Uncompressed)
        {
            throw new InvalidDataException();
        }

        // Pages are read twice where a column's type depends on all row groups.
        if (chunk.Type is Parquet.Meta.Type.BYTE_ARRAY or Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY && !_texts.Contains(chunk)
            && (_textBytes += page.Uncompressed) > TextOfAnyFile + (TextPerByte * stream.Length))
        {
            throw new OversizeException();
        }
    }

    // The least bytes for which the library takes memory on the word of the compressed data; null where it goes by the header of the page.
    private long? Unpacked(CompressionCodec codec, long at, long length) => codec switch
    {
        CompressionCodec.SNAPPY => SnappyLength(at, length),
        CompressionCodec.ZSTD => ZstandardLength(at, length),
        _ => null,
    };

    // Zstandard's data are frames. One that does not say how long it is counts as blocks of 128 KB, which may be far more than there is.
    private long ZstandardLength(long at, long length)
    {
        byte[] data = new byte[length];
        stream.Position = at;
        stream.ReadExactly(data);
        return (long)Math.Min(Decompressor.GetDecompressedSize(data), long.MaxValue) - BytesOfAnyPage;
    }

    // Snappy's data begin with their own length, for which the library takes memory.
    private long SnappyLength(long at, long most)
    {
        stream.Position = at;
        long length = 0;
        for (int i = 0; i < Math.Min(5, most); i++)
        {
            int part = stream.ReadByte();
            length |= (long)(part & 127) << (7 * i);
            if (part < 128)
            {
                break;
            }
        }

        return length;
    }

    // A header is a few dozen bytes long, unless it holds statistics of long texts.
    private (PageSizes Page, int Length) PageAt(long at, ref byte[] buffer)
    {
        if (at < 4 || at >= stream.Length)
        {
            throw new InvalidDataException();
        }

        for (int size = Math.Max(buffer.Length, 256); ; size *= 8)
        {
            if (buffer.Length < size)
            {
                buffer = new byte[size];
            }

            stream.Position = at;
            int read = stream.ReadAtLeast(buffer, size, throwOnEndOfStream: false);
            var page = new PageSizes();
            var scan = new ThriftScan(buffer.AsSpan(0, read), page.Add);
            try
            {
                scan.Struct(ParquetShapes.Page);
                return (page, scan.Position);
            }
            catch (EndOfStreamException) when (read == size && size < LongestPageHeader)
            {
                // Read more of it.
            }
        }
    }

    private sealed class PageSizes
    {
        private const long DataRows = 501, DictionaryRows = 701, SecondDataRows = 801, DefinitionBytes = 805, RepetitionBytes = 806, Compression = 807;

        private readonly Dictionary<long, long> _numbers = [];

        public long Uncompressed => Of(2);

        public long Compressed => Of(3);

        public long Rows => Of(DataRows) + Of(SecondDataRows);

        public long Values => Rows + Of(DictionaryRows);

        public long Levels => Of(DefinitionBytes) + Of(RepetitionBytes);

        public bool IsCompressed => _numbers.GetValueOrDefault(Compression, 1) == 1;

        public bool IsSound => _numbers.Values.All(number => number >= 0) && Levels <= Compressed
            && Of(DictionaryRows) <= 8 * Uncompressed && Rows <= RowsOfAnyFile + (RowsPerByte * Compressed);

        public void Add(long path, long value)
        {
            if (value != long.MinValue && path is 2 or 3 or DataRows or DictionaryRows or SecondDataRows or DefinitionBytes or RepetitionBytes or Compression)
            {
                _numbers[path] = value;
            }
        }

        private long Of(long path) => _numbers.GetValueOrDefault(path);
    }

    // The columns are a tree, in which every element says how many follow inside of it.
    private sealed class SchemaTree
    {
        private const long Element = 2, Children = 205;

        private readonly List<long> _children = [];
        private long _current;

        public void Add(long path, long value)
        {
            if (path == Children && value != long.MinValue)
            {
                _current = value;
            }
            else if (path == Element && value == long.MinValue)
            {
                _children.Add(_current);
                _current = 0;
            }
        }

        public void Check()
        {
            Stack<long> open = [];
            for (int i = 0; i < _children.Count; i++)
            {
                if (_children[i] < 0 || _children[i] > _children.Count || open.Count > Deepest || (i > 0 && open.Count == 0))
                {
                    throw new InvalidDataException();
                }

                if (open.Count > 0)
                {
                    open.Push(open.Pop() - 1);
                }

                if (_children[i] > 0)
                {
                    open.Push(_children[i]);
                }

                while (open.TryPeek(out long left) && left == 0)
                {
                    open.Pop();
                }
            }

            if (open.Count > 0 || _children.Count < 2)
            {
                throw new InvalidDataException();
            }
        }
    }
}
