using System.Reflection;
using Parquet;
using Parquet.Meta;

namespace FairGan.Formats;

/// <summary>
/// Marks what the values of columns mean where Parquet.Net has no field for it: JSON, ENUM and FLOAT16. The marks stand in the table of contents,
/// which the library keeps to itself until it is written at the end.
/// </summary>
internal static class ParquetMarks
{
    private static readonly FieldInfo? s_footer = typeof(ParquetWriter).GetField("_footer", BindingFlags.NonPublic | BindingFlags.Instance);
    private static readonly FieldInfo? s_contents = s_footer?.FieldType.GetField("_fileMeta", BindingFlags.NonPublic | BindingFlags.Instance);

    /// <summary>Whether this version of the library lets its table of contents be marked; without, JSON and ENUM are strings, and FLOAT16 is FLOAT.</summary>
    public static bool ArePossible => s_contents?.FieldType == typeof(FileMetaData);

    /// <summary>Marks columns, once all their row groups are written.</summary>
    /// <param name="writer">The writer, before it is disposed of.</param>
    /// <param name="marks">For every column of the file its mark; null for none.</param>
    public static void Set(ParquetWriter writer, IReadOnlyList<string?> marks)
    {
        if (!ArePossible || s_contents!.GetValue(s_footer!.GetValue(writer)) is not FileMetaData contents)
        {
            return;
        }

        for (int i = 0; i < marks.Count; i++)
        {
            // The first element of the schema is the file itself.
            SchemaElement element = contents.Schema[i + 1];
            switch (marks[i])
            {
                case "JSON":
                    (element.ConvertedType, element.LogicalType) = (ConvertedType.JSON, new LogicalType { JSON = new JsonType() });
                    break;
                case "ENUM":
                    (element.ConvertedType, element.LogicalType) = (ConvertedType.ENUM, new LogicalType { ENUM = new EnumType() });
                    break;
                case "FLOAT16":
                    (element.ConvertedType, element.LogicalType, element.Precision, element.Scale) = (null, new LogicalType { FLOAT16 = new Float16Type() }, null, null);

                    // The least and the greatest were found among other numbers of the same bits.
                    contents.RowGroups.ForEach(group => group.Columns[i].MetaData!.Statistics = null);
                    break;
                default:
                    break;
            }
        }
    }
}
