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
    /// <exception cref="TableFormatException">The stream does not contain a valid table.</exception>
    public static ColumnarDataView Read(Stream stream, TableReadOptions options, string source, ICollection<string> remarks)
    {
        long line = 1;
        try
        {
            UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            using StreamReader text = new(stream, strict, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
            (TextReader table, char separator, int lines) = HeadlineReader.Open(text);
            line += lines;
            using CsvDataReader csv = CsvDataReader.Create(table, new CsvDataReaderOptions
            {
                HasHeaders = false,
                Delimiter = separator,
                Quote = '"',
                Escape = '"',
                // No comments: half of a character, with which no row can begin.
                Comment = '\uDC00',
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
            throw new TableFormatException($"{source}, line {line}: the row is longer than {LongestRow} characters. Close the quotes of its cells, or split it.", e);
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
            throw new TableFormatException($"{source} is empty; the first line must name the columns.");
        }

        string[] header = new string[csv.RowFieldCount];
        for (int i = 0; i < header.Length; i++)
        {
            header[i] = csv.GetFieldSpan(i).ToString();
        }

        options.CheckColumns(header.Length, source);
        RefuseNul(csv, source, line, []);
        string[] names = TableColumnNames.Of(header);
        int[] read = TableColumnNames.Select(names, options, source);
        line += LineBreaks(csv.GetRawRecordSpan());

        CellColumnBuilder[] columns = [.. read.Select(_ => new CellColumnBuilder())];
        int least = Array.FindLastIndex(header, name => !string.IsNullOrWhiteSpace(name)) + 1;
        int rows = 0;
        while (csv.Read())
        {
            int cells = csv.RowFieldCount;
            bool isEmptyLine = cells == 1 && header.Length > 1 && csv.GetFieldSpan(0).IsEmpty;
            if (!isEmptyLine)
            {
                RefuseNul(csv, source, line, header);
                if (cells != header.Length && !(cells >= least && IsEmptyFrom(csv, Math.Max(least, header.Length))))
                {
                    throw Ragged(source, line, cells, header.Length);
                }

                for (int i = 0; i < read.Length; i++)
                {
                    columns[i].Add(read[i] < cells ? csv.GetFieldSpan(read[i]) : [], line);
                }

                rows++;
            }

            line += LineBreaks(csv.GetRawRecordSpan());
        }

        if (rows == 0)
        {
            throw new TableFormatException($"{source} has a line of column names, but no rows.");
        }

        return Build(columns, [.. read.Select(i => names[i])], [.. read.Select(i => string.IsNullOrWhiteSpace(header[i]))], options, source, remarks);
    }

    private static ColumnarDataView Build(
        CellColumnBuilder[] builders, string[] names, bool[] isUnnamed, TableReadOptions options, string source, ICollection<string> remarks)
    {
        List<(string, ColumnData)> data = [];
        for (int i = 0; i < builders.Length; i++)
        {
            // A comma at the end of every line makes a column without a name and without cells.
            if (isUnnamed[i] && builders[i].IsEmpty)
            {
                continue;
            }

            bool asText = options.AsWritten || options.TextColumns.Contains(names[i]);
            data.Add((names[i], builders[i].Build(names[i], asText)));
            if (isUnnamed[i])
            {
                remarks.Add($"column '{names[i]}' has no name in the first line, as an index of the rows has none; leave it out if it is one (on the command line --drop '{names[i]}')");
            }

            if (builders[i].Remark is { } remark)
            {
                remarks.Add(remark);
            }
        }

        return data.Count > 0 ? ColumnarDataView.Create(data) : throw new TableFormatException($"{source} has no column with a name or a cell.");
    }

    private static TableFormatException Ragged(string source, long line, int cells, int columns) => new(
        $"{source}, line {line}: the row has {cells} cells, but the table has {columns} columns. "
        + (cells == columns + 1
            ? "Put a cell that contains the separator in double quotes; or, if every row begins with a name that the first line does not count, begin that line with the separator."
            : "Put a cell that contains the separator in double quotes."));

    // Text holds no NUL: a file in UTF-16 without a mark has one in every cell, and a damaged file may have blocks of them.
    private static void RefuseNul(CsvDataReader csv, string source, long line, string[] header)
    {
        if (!csv.GetRawRecordSpan().Contains('\0'))
        {
            return;
        }

        int cell = Enumerable.Range(0, csv.RowFieldCount).FirstOrDefault(i => csv.GetFieldSpan(i).Contains('\0'));
        string column = cell < header.Length && header[cell].Trim() is { Length: > 0 } name && !name.Contains('\0') ? $"column '{name}'" : $"column {cell + 1}";
        throw new TableFormatException($"{source}, line {line}, {column}: the cell contains the character NUL, as damaged files and those in UTF-16 do. Save the file as CSV with the encoding UTF-8.");
    }

    private static bool IsEmptyFrom(CsvDataReader csv, int first)
    {
        for (int i = first; i < csv.RowFieldCount; i++)
        {
            if (!csv.GetFieldSpan(i).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    // Cells in quotes may hold line breaks; an old file may end its lines with a carriage return alone.
    private static int LineBreaks(ReadOnlySpan<char> row) => Math.Max(row.Count('\n'), row.Count('\r'));
}
