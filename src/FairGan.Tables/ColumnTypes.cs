using Microsoft.ML.Data;

namespace FairGan.Tables;

/// <summary>ML.NET's column types for the types of .NET.</summary>
internal static class ColumnTypes
{
    private static readonly Dictionary<Type, DataViewType> s_types = new()
    {
        [typeof(sbyte)] = NumberDataViewType.SByte,
        [typeof(byte)] = NumberDataViewType.Byte,
        [typeof(short)] = NumberDataViewType.Int16,
        [typeof(ushort)] = NumberDataViewType.UInt16,
        [typeof(int)] = NumberDataViewType.Int32,
        [typeof(uint)] = NumberDataViewType.UInt32,
        [typeof(long)] = NumberDataViewType.Int64,
        [typeof(ulong)] = NumberDataViewType.UInt64,
        [typeof(float)] = NumberDataViewType.Single,
        [typeof(double)] = NumberDataViewType.Double,
        [typeof(bool)] = BooleanDataViewType.Instance,
        [typeof(DateTime)] = DateTimeDataViewType.Instance,
        [typeof(DateTimeOffset)] = DateTimeOffsetDataViewType.Instance,
        [typeof(TimeSpan)] = TimeSpanDataViewType.Instance,
    };

    /// <summary>The column type of the values.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DataViewType Of(Type type) =>
        s_types.TryGetValue(type, out DataViewType? known)
            ? known
            : throw new ArgumentException($"ML.NET has no column type for values of type {type.Name}.", nameof(type));
}
