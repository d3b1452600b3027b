using DuckDB.NET.Data;

namespace FairGan.Cli.Tests;

public sealed class StoredTypeTests
{
    private static readonly string[] s_columns =
    [
        "(i % 3 = 0) AS boolean", "(i % 50)::TINYINT AS int8", "(i % 70)::SMALLINT AS int16", "(i * 37 % 1000)::INTEGER AS int32", "(i % 90)::BIGINT AS int64",
        "(i % 200)::UTINYINT AS uint8", "(i % 60)::USMALLINT AS uint16", "(4000000000 + i % 5)::UINTEGER AS uint32", "(18000000000000000000 + i % 4)::UBIGINT AS uint64",
        "(9007199254740993 + i % 7)::BIGINT AS big", "(1234567890123456789 + i)::BIGINT AS id", "(i / 8.0)::FLOAT AS single", "i / 7.0::DOUBLE AS double",
        "(i % 90 / 10.0)::DECIMAL(4, 2) AS dec4", "(i / 100.0)::DECIMAL(18, 4) AS dec18", "(i / 100.0)::DECIMAL(38, 10) AS dec38",
        "DATE '2004-02-05' + (i % 300)::INTEGER AS date", "TIME '00:00:00' + INTERVAL (i * 61) SECOND AS time", "(TIME '10:00:00' + INTERVAL (i) SECOND)::TIMETZ AS timetz",
        "TIMESTAMP '2004-02-05' + INTERVAL (CASE WHEN i % 5 < 3 THEN i * 86400 ELSE i * 3601 END) SECOND AS ts", "(TIMESTAMP '2004-02-05' + INTERVAL (i) HOUR)::TIMESTAMP_NS AS ns",
        "(TIMESTAMP '2004-02-05' + INTERVAL (i) HOUR)::TIMESTAMPTZ AS tz", "md5(i::VARCHAR)::UUID AS uuid", "('{\"a\":' || i % 3 || '}')::JSON AS json",
        "(['u', 'v'])[1 + i % 2]::BLOB AS blob", "(i % 7)::VARCHAR AS digits",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generated_rows_have_the_types_of_the_Parquet_file_that_was_learned(bool nulls)
    {
        using var place = new Workplace();
        IEnumerable<string> columns = s_columns.Select(column => nulls ? column.Insert(column.LastIndexOf(" AS ", StringComparison.Ordinal), " END").Insert(0, "CASE WHEN i % 10 <> 4 THEN ") : column);
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Run($"COPY (SELECT CASE WHEN i % 2 = 0 THEN 'yes' ELSE 'no' END AS y, CASE WHEN i % 4 < 2 THEN 'F' ELSE 'M' END AS sex, {string.Join(", ", columns)} FROM range(400) t(i)) TO '{place.PathOf("t.parquet")}' (FORMAT parquet, PARQUET_VERSION {(nulls ? "V2" : "V1")})");
        await place.Succeed("train", "t.parquet", "--label", "y", "--positive", "yes", "--sensitive", "sex", "--min-rows", "0", "--seed", "1", "--steps", "3", "--fairness", "none", "--out", "m");
        await place.Succeed("sample", "m/generator.onnx", "--rows", "500", "--out", "s.parquet");

        Assert.Equal(Types("t.parquet"), Types("s.parquet"));
        Assert.Equal(nulls ? "true" : "false", Scalar("SELECT bool_or(dec18 IS NULL) AND bool_or(ts IS NULL) AND bool_or(int32 IS NULL) FROM 's.parquet'"));
        Assert.Equal("true", Scalar("SELECT bool_and(big BETWEEN 9007199254740993 AND 9007199254740999) AND count(DISTINCT big) > 3 FROM 's.parquet'"));
        Assert.Equal("true", Scalar("SELECT bool_and(json IN (SELECT json FROM 't.parquet')) FROM 's.parquet'"));

        string[] Types(string file) => [.. Lines($"SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM '{file}')")];

        string Scalar(string sql) => Lines(sql).Single();

        IEnumerable<string> Lines(string sql)
        {
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = sql.Replace("'t.", $"'{place.Folder}/t.", StringComparison.Ordinal).Replace("'s.", $"'{place.Folder}/s.", StringComparison.Ordinal);
            using System.Data.Common.DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                yield return reader.GetValue(0) is bool truth ? truth ? "true" : "false" : reader.GetString(0);
            }
        }

        void Run(string sql)
        {
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
