using System.Text;
using Sylvan.Data.Csv;

namespace FairGan.Tables;

/// <summary>Reads a CSV file in one pass.</summary>
internal static class CsvTableReader
{
    private const int BufferSize = 1 << 16;
    private const int LongestRow = 1 << 26;

    /// <summary>Reads the stream to its end.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="options">How the table is read.</param>
    /// <param name="source">The file, for messages.</param>
    /// <param name="remarks">Receives a sentence for each column in which cells were taken as missing that are not.</param>
    /// <exception cref="TableFormatException">The stream does not hold a table.</exception>
    public static ColumnarDataView Read(Stream stream, TableReadOptions options, string source, ICollection<string> remarks)
    {
        long line = 1;
        try
        {
            UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            using StreamReader text = new(stream, strict, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
            using CsvDataReader csv = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = ',',
                Quote = '"',
                Escape = '"',
                // No comments: a character that no text holds.
                Comment = '\uFFFE',
                CsvStyle = CsvStyle.Standard,
                ResultSetMode = ResultSetMode.SingleResult,
                BufferSize = BufferSize,
                MaxBufferSize = LongestRow,
                OwnsReader = false,
            });
            return Read(csv, options, source, remarks, ref line);
        }
        catch (DecoderFallbackException e)
        {
            throw new TableFormatException($"{source} is not UTF-8 text (somewhere after line {line}). Save it as CSV with the encoding UTF-8.", e);
        }
        catch (CsvRecordTooLargeException e)
        {
            throw new TableFormatException($"{source}, line {line}: the row is longer than {LongestRow} characters.", e);
        }
        catch (CsvFormatException e)
        {
            throw new TableFormatException($"{source}, line {line}: the quotes of a cell are not closed, or text follows them. "
                + "Put a cell with quotes, commas or line breaks in double quotes, and double the quotes inside.", e);
        }
    }

    private static ColumnarDataView Read(CsvDataReader csv, TableReadOptions options, string source, ICollection<string> remarks, ref long line)
    {
        if (!csv.Read())
        {
            throw new TableFormatException($"{source} is empty; the first line has to name the columns.");
        }

        string[] names = new string[csv.RowFieldCount];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = csv.GetFieldSpan(i).ToString();
        }

        if (names.Length == 1 && names[0].AsSpan().ContainsAny(';', '\t') && csv.GetRawRecordSpan()[0] != '"')
        {
            throw new TableFormatException($"{source}: the cells are separated by semicolons or tabs; they have to be separated by commas.");
        }

        TableColumnNames.Check(names, options, source);
        line += LineBreaks(csv.GetRawRecordSpan());

        CellColumnBuilder[] columns = [.. names.Select(_ => new CellColumnBuilder())];
        int rows = 0;
        while (csv.Read())
        {
            int cells = csv.RowFieldCount;
            bool isEmptyLine = cells == 1 && columns.Length > 1 && csv.GetFieldSpan(0).IsEmpty;
            if (!isEmptyLine)
            {
                if (cells != columns.Length)
                {
                    throw new TableFormatException(
                        $"{source}, line {line}: the row has {cells} cells, but the table has {columns.Length} columns. "
                        + "Put a cell with a comma in double quotes.");
                }

                for (int i = 0; i < columns.Length; i++)
                {
                    columns[i].Add(csv.GetFieldSpan(i), line);
                }

                rows++;
            }

            line += LineBreaks(csv.GetRawRecordSpan());
        }

        if (rows == 0)
        {
            throw new TableFormatException($"{source} has a line of column names, but no rows.");
        }

        ColumnData[] data = [.. names.Zip(columns, (name, column) => column.Build(name, options.AsWritten || options.TextColumns.Contains(name)))];
        foreach (string remark in columns.Select(column => column.Remark).OfType<string>())
        {
            remarks.Add(remark);
        }

        return ColumnarDataView.Create(names.Zip(data));
    }

    // Cells in quotes may hold line breaks; an old file may end its lines with a carriage return alone.
    private static int LineBreaks(ReadOnlySpan<char> row) => Math.Max(row.Count('\n'), row.Count('\r'));
}
