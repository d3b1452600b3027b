using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>The one place that distinguishes ML.NET's column types.</summary>
internal static class CellType
{
    /// <summary>Calls the visitor's method for the cells of a column.</summary>
    /// <param name="type">The column's type, or the type of a vector's items.</param>
    /// <param name="visitor">The action for each type.</param>
    public static TResult Visit<TResult>(DataViewType type, ICellTypeVisitor<TResult> visitor)
    {
        Type raw = type.RawType;
        return type switch
        {
            TextDataViewType => visitor.Text(),
            BooleanDataViewType => visitor.Boolean(),
            KeyDataViewType => raw == typeof(byte) ? visitor.Key<byte>()
                : raw == typeof(ushort) ? visitor.Key<ushort>()
                : raw == typeof(uint) ? visitor.Key<uint>()
                : visitor.Key<ulong>(),
            NumberDataViewType => raw == typeof(float) ? visitor.Number<float>()
                : raw == typeof(double) ? visitor.Number<double>()
                : raw == typeof(sbyte) ? visitor.Number<sbyte>()
                : raw == typeof(byte) ? visitor.Number<byte>()
                : raw == typeof(short) ? visitor.Number<short>()
                : raw == typeof(ushort) ? visitor.Number<ushort>()
                : raw == typeof(int) ? visitor.Number<int>()
                : raw == typeof(uint) ? visitor.Number<uint>()
                : raw == typeof(long) ? visitor.Number<long>()
                : visitor.Number<ulong>(),
            DateTimeDataViewType => visitor.Time<DateTime>(),
            DateTimeOffsetDataViewType => visitor.Time<DateTimeOffset>(),
            TimeSpanDataViewType => visitor.Time<TimeSpan>(),
            _ => visitor.Other(),
        };
    }
}
