namespace FairGan.Tables;

/// <summary>
/// Walks over a structure in Thrift's compact protocol before a library reads it: every field has the type that the library takes it for,
/// and no list is longer than the bytes that are there. So a damaged file cannot send the library round for ever.
/// </summary>
/// <param name="bytes">The bytes; the structure is at their start.</param>
/// <param name="number">Receives whole numbers and Booleans (0 or 1): the path of field numbers to each, two decimal digits a field, and its value; behind a structure <see cref="long.MinValue"/>.</param>
internal ref struct ThriftScan(ReadOnlySpan<byte> bytes, Action<long, long> number)
{
    private const int Deepest = 32;
    private const long Unknown = -1;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly Action<long, long> _number = number;

    /// <summary>The position behind what has been read.</summary>
    public int Position { get; private set; }

    /// <summary>Walks over a structure.</summary>
    /// <param name="shape">Its fields.</param>
    /// <exception cref="InvalidDataException">The bytes are no such structure.</exception>
    /// <exception cref="EndOfStreamException">They end before it does.</exception>
    public void Struct(ThriftShape shape) => Struct(shape, 0, 0);

    private void Struct(ThriftShape shape, long path, int depth)
    {
        if (depth > Deepest)
        {
            throw new InvalidDataException();
        }

        int field = 0;
        for (byte head = Byte(); head != 0; head = Byte())
        {
            var type = (ThriftType)(head & 15);
            field = head >> 4 is var step and > 0 ? field + step : (int)ZigZag();
            ThriftField? known = shape.Fields.GetValueOrDefault(field);
            if (known is not null && Same(known.Type) != Same(type))
            {
                throw new InvalidDataException();
            }

            Value(type, known, known is null || path < 0 ? Unknown : (path * 100) + field, depth, isItem: false);
        }

        _number(path, long.MinValue);
    }

    private void Value(ThriftType type, ThriftField? known, long path, int depth, bool isItem)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False when !isItem:
                _number(path, type == ThriftType.True ? 1 : 0);
                break;
            case ThriftType.True or ThriftType.False or ThriftType.Byte:
                Skip(1);
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                long value = ZigZag();
                if (type == ThriftType.Int32 && value != (int)value)
                {
                    throw new InvalidDataException();
                }

                _number(path, value);
                break;
            case ThriftType.Double:
                Skip(8);
                break;
            case ThriftType.Uuid:
                Skip(16);
                break;
            case ThriftType.Binary:
                Skip(Varint());
                break;
            case ThriftType.List or ThriftType.Set:
                List(known, path, depth);
                break;
            case ThriftType.Map:
                Map(depth);
                break;
            case ThriftType.Struct:
                Struct(known?.Inside ?? ThriftShape.Any, path, depth + 1);
                break;
            default:
                throw new InvalidDataException();
        }
    }

    private void List(ThriftField? known, long path, int depth)
    {
        byte head = Byte();
        var item = (ThriftType)(head & 15);
        ulong count = head >> 4 is var few and < 15 ? (ulong)few : Varint();
        if (known is not null && count > 0 && Same(known.Item) != Same(item))
        {
            throw new InvalidDataException();
        }

        CheckCount(count, depth);
        ThriftField? items = known is null ? null : new ThriftField(known.Item, Inside: known.Inside);
        for (ulong i = 0; i < count; i++)
        {
            Value(item, items, path, depth + 1, isItem: true);
        }
    }

    private void Map(int depth)
    {
        ulong count = Varint();
        if (count == 0)
        {
            return;
        }

        byte types = Byte();
        CheckCount(count, depth);
        for (ulong i = 0; i < count; i++)
        {
            Value((ThriftType)(types >> 4), null, Unknown, depth + 1, isItem: true);
            Value((ThriftType)(types & 15), null, Unknown, depth + 1, isItem: true);
        }
    }

    // An item takes a byte at least.
    private readonly void CheckCount(ulong count, int depth)
    {
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw new EndOfStreamException();
        }

        if (depth > Deepest)
        {
            throw new InvalidDataException();
        }
    }

    private static ThriftType Same(ThriftType type) => type == ThriftType.False ? ThriftType.True : type;

    private byte Byte() => Position < _bytes.Length ? _bytes[Position++] : throw new EndOfStreamException();

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw new EndOfStreamException();
        }

        Position += (int)count;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }

        throw new InvalidDataException();
    }

    private long ZigZag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
