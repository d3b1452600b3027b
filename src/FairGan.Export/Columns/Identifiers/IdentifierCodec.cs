using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DataType = FairGan.Export.Onnx.TensorProto.Types.DataType;

namespace FairGan.Export.Columns.Identifiers;

/// <summary>
/// A column with a different value in every row, such as a customer number. It is not modelled: row i gets the new identifier
/// <see cref="First"/> + i, written like the real ones but different from all of them.
/// </summary>
internal sealed partial record IdentifierCodec : ColumnCodec
{
    /// <summary>Makes a codec.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="first">The number of row 0's identifier, past those of the real rows.</param>
    /// <param name="prefix">The text before the number.</param>
    /// <param name="digits">Digits that the number is filled up to with zeros, 0 to 18; -1 where identifiers are UUIDs.</param>
    /// <param name="suffix">The text after the number.</param>
    /// <param name="hasMissing">Whether the column has missing cells.</param>
    /// <exception cref="FormatException">A number is outside its range.</exception>
    [JsonConstructor]
    public IdentifierCodec(string name, long first, string prefix, int digits, string suffix, bool hasMissing)
        : base(name, hasMissing)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(suffix);
        if (first < 0 || digits is < -1 or > 18)
        {
            throw new FormatException($"The identifiers of column '{name}' contradict each other.");
        }

        First = first;
        Prefix = prefix;
        Digits = digits;
        Suffix = suffix;
    }

    /// <summary>The number of row 0's identifier.</summary>
    public long First { get; }

    /// <summary>The text before the number.</summary>
    public string Prefix { get; }

    /// <summary>Digits that the number is filled up to with zeros; -1 where identifiers are UUIDs.</summary>
    public int Digits { get; }

    /// <summary>The text after the number.</summary>
    public string Suffix { get; }

    /// <summary>Whether the identifiers are plain numbers.</summary>
    [JsonIgnore]
    public bool IsNumber => Prefix.Length == 0 && Suffix.Length == 0 && Digits == 0;

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Identifier;

    /// <inheritdoc/>
    public override int SymbolCount => HasMissing ? 2 : 1;

    /// <summary>The identifier of a number. UUIDs are of version 8 (RFC 9562): a hash of the column's name and the number.</summary>
    /// <param name="number">The number, <see cref="First"/> or more.</param>
    public string Text(long number)
    {
        if (Digits >= 0)
        {
            return Prefix + number.ToString("D" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + Suffix;
        }

        Span<byte> source = stackalloc byte[8 + Encoding.UTF8.GetMaxByteCount(Name.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(source, number);
        int length = 8 + Encoding.UTF8.GetBytes(Name, source[8..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source[..length], hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return Prefix + new Guid(hash[..16], bigEndian: true).ToString() + Suffix;
    }

    /// <inheritdoc/>
    public override int SymbolOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? MissingSymbol : -1;
    }

    /// <inheritdoc/>
    public override string Describe(int symbol) => symbol == MissingSymbol ? "(missing)" : "(fresh identifier)";

    internal override bool IsWhole => true;

    internal override bool HasCodes => true;

    // Row i's identifier depends on i alone.
    internal override string EmitValues(ICellGraph cells)
    {
        var graph = cells.Graph;
        string number = graph.Node("Add", graph.Node("Squeeze", cells.Rows, graph.Int64s([1], 1)), graph.Int64s([First], 1));
        if (!HasMissing)
        {
            return number;
        }

        string missing = graph.Node("Equal", cells.Symbols, graph.Int32s([MissingSymbol], 1));
        return graph.Node("Where", missing, graph.Doubles([double.NaN], 1), graph.Cast(number, DataType.Double));
    }

    internal override void EmitOutputs(ICellGraph cells, string values)
    {
        cells.OutputValues(values, ValueType);
        cells.OutputCodes(cells.Symbols);
    }
}
