using System.Globalization;
using System.Text;
using FairGan.Tables;
using Microsoft.ML;

namespace FairGan.Fuzz;

/// <summary>Small tables to damage: every kind of column, with missing cells.</summary>
internal static class SeedTables
{
    /// <summary>Names of the label and of a sensitive column.</summary>
    public const string Label = "approved", Sensitive = "sex";

    /// <summary>A table as CSV.</summary>
    public static byte[] Csv(int rows = 60)
    {
        var text = new StringBuilder("id,sex,age,income,start,end,stay,zip,note,approved\n");
        for (int row = 0; row < rows; row++)
        {
            DateTime start = new DateTime(2020, 1, 1).AddDays(row * 17 % 900);
            text.Append(CultureInfo.InvariantCulture, $"P{row:0000},{(row % 3 == 0 ? "female" : "male")},{(row % 11 == 0 ? "" : $"{20 + (row * 7 % 50)}")},\"{1000 + (row * 137 % 5000):N2}\",");
            text.Append(CultureInfo.InvariantCulture, $"{start:yyyy-MM-dd},{start.AddDays(row % 30):yyyy-MM-dd},{row % 5}:{row % 60:00}:00,0{1000 + (row % 9)},\"a \"\"{row % 4}\"\", b\",{(row % 2 == 0 ? "yes" : "no")}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The table with the types that Parquet has.</summary>
    public static byte[] Parquet(int rows)
    {
        var context = new MLContext(1);
        using var csv = new MemoryStream(Csv(rows));
        using var parquet = new MemoryStream();
        TableWriter.Save(TableReader.Load(context, csv, TableFormat.Csv), parquet, TableFormat.Parquet);
        return parquet.ToArray();
    }
}
