using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using FairGan.Export;
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Columns.Numeric;
using FairGan.Export.Sampling.Writers;

namespace SyntheticDataService.Tests;

[Collection("service")]
public class RowsTests
{
    private static readonly object s_request = new { rows = 3000, sampling = new { seed = 9, startRow = 700, strength = 0.25 } };

    [Fact]
    public async Task Csv_is_byte_for_byte_what_the_library_and_the_command_write()
    {
        await using var service = await RunningService.StartAsync();
        using var answer = await service.PostAsync(s_request, accept: "text/csv");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Csv(), await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("every-kind-1", 0.5)]
    [InlineData("rules-1", null)]
    public async Task A_kept_file_gives_the_rows_it_gave_when_it_was_written(string name, double? strength)
    {
        await using var service = await RunningService.StartAsync(name);
        using var first = await service.PostAsync(new { rows = 20 }, accept: "text/csv");
        using var second = await service.PostAsync(new { rows = 10, sampling = new { seed = 5, startRow = 1_000_000_000_000, strength } }, accept: "text/csv");
        string beginning = await first.Content.ReadAsStringAsync(), rest = await second.Content.ReadAsStringAsync();
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(RunningService.Kept(name), ".csv")), beginning + rest[(rest.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public async Task Json_holds_the_same_cells()
    {
        await using var service = await RunningService.StartAsync();
        using var answer = await service.PostAsync(s_request);
        var rows = await answer.Content.ReadFromJsonAsync<JsonElement[]>();
        using var generator = OnnxGenerator.Open(RunningService.Kept("every-kind-1"));
        var lines = generator.Generate(3000, new() { Seed = 9, StartRow = 700, Strength = 0.25 })
            .SelectMany(batch => Enumerable.Range(0, batch.RowCount).Select(row => batch.Columns.ToDictionary(column => column.Name, column => Cell(column, row))));
        Assert.Equal(lines.Select(line => JsonSerializer.Serialize(line)), rows!.Select(row => JsonSerializer.Serialize(row)));
    }

    [Fact]
    public async Task Arrow_holds_the_same_cells()
    {
        await using var service = await RunningService.StartAsync();
        using var answer = await service.PostAsync(new { rows = 3000, format = "arrow", sampling = new { seed = 9, startRow = 700, strength = 0.25 } });
        using var reader = new ArrowStreamReader(await answer.Content.ReadAsStreamAsync());
        using var generator = OnnxGenerator.Open(RunningService.Kept("every-kind-1"));
        foreach (var batch in generator.Generate(3000, new() { Seed = 9, StartRow = 700, Strength = 0.25 }))
        {
            using var record = await reader.ReadNextRecordBatchAsync();
            for (int i = 0; i < batch.Columns.Count; i++)
            {
                Assert.Equal(batch.Columns[i].Name, record.Schema.GetFieldByIndex(i).Name);
                Assert.Equal(Enumerable.Range(0, batch.RowCount).Select(row => Cell(batch.Columns[i], row)), Cells(record.Column(i)));
            }
        }

        Assert.Null(await reader.ReadNextRecordBatchAsync());
    }

    [Fact]
    public async Task Conditions_hold_in_every_row()
    {
        await using var service = await RunningService.StartAsync("conditions-1");
        using var answer = await service.PostAsync(new { rows = 300, sampling = new { where = new[] { new { column = "sex", alternatives = new[] { "Female" } } } } });
        var rows = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement[]>();
        Assert.Equal(300, rows!.Count(row => row.GetProperty("sex").GetString() == "Female"));
    }

    [Theory]
    [InlineData("text/csv;q=0.1, application/vnd.apache.arrow.stream", "application/vnd.apache.arrow.stream")]
    [InlineData("text/*", "text/csv")]
    [InlineData("*/*", "application/json")]
    public async Task What_is_accepted_chooses_the_format(string accept, string type)
    {
        await using var service = await RunningService.StartAsync();
        using var answer = await service.PostAsync(new { rows = 1 }, accept: accept);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task No_rows_are_an_empty_table()
    {
        await using var service = await RunningService.StartAsync();
        Assert.Equal("[]", await (await service.PostAsync(new { rows = 0 })).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{\"rows\":-1}", HttpStatusCode.BadRequest, "rows is -1")]
    [InlineData("{\"rows\":2001}", HttpStatusCode.BadRequest, "0 to 2000")]
    [InlineData("{\"rows\":1,\"format\":\"xml\"}", HttpStatusCode.BadRequest, "no format 'xml'")]
    [InlineData("{\"rows\":1,\"sampling\":{\"strength\":2}}", HttpStatusCode.BadRequest, "Strength must be from 0 to 1")]
    [InlineData("{\"rows\":1,\"sampling\":{\"startRow\":-5}}", HttpStatusCode.BadRequest, "StartRow")]
    [InlineData("{\"rows\":1,\"sampling\":{\"where\":[{\"column\":\"sex\",\"alternatives\":[\"Other\"]}]}}", HttpStatusCode.BadRequest, "sex")]
    [InlineData("{\"rows\":1,\"sampling\":{\"where\":[{\"column\":\"colour\",\"alternatives\":[\"red\"]}]}}", HttpStatusCode.BadRequest, "colour")]
    [InlineData("{\"rows\":1,\"sampling\":{\"where\":null}}", HttpStatusCode.BadRequest, "")]
    [InlineData("{\"format\":\"csv\"}", HttpStatusCode.BadRequest, "")]
    [InlineData("{\"rows\":", HttpStatusCode.BadRequest, "")]
    [InlineData("", HttpStatusCode.BadRequest, "")]
    public async Task A_bad_request_is_told_what_is_wrong(string body, HttpStatusCode status, string detail)
    {
        await using var service = await RunningService.StartAsync("conditions-1", "--Service:MostRows=2000");
        using var answer = await service.Client.PostAsync("/rows", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(detail, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        await using var service = await RunningService.StartAsync();
        using var answer = await service.Client.PostAsync("/rows", new StringContent("{\"rows\":1,\"x\":\"" + new string('x', 1 << 17) + "\"}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_format_that_nobody_writes_is_not_acceptable()
    {
        await using var service = await RunningService.StartAsync();
        Assert.Equal(HttpStatusCode.NotAcceptable, (await service.PostAsync(new { rows = 1 }, accept: "image/png")).StatusCode);
    }

    private static string Csv()
    {
        using var generator = OnnxGenerator.Open(RunningService.Kept("every-kind-1"));
        using var stream = new MemoryStream();
        CsvBatchWriter.WriteHeader(generator.Information.Schema, stream);
        CsvBatchWriter.WriteRows(generator.Generate(3000, new() { Seed = 9, StartRow = 700, Strength = 0.25 }), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static object? Cell(SyntheticColumn column, int row) => column switch
    {
        CategoricalColumn texts => texts.Codes[row] < texts.Categories.Count ? texts.Categories[texts.Codes[row]] : null,
        IntegerColumn integers => integers.Values[row],
        RealColumn reals => double.IsNaN(reals.Values[row]) ? null : reals.Values[row],
        _ => throw new NotSupportedException(),
    };

    private static IEnumerable<object?> Cells(IArrowArray array) => array switch
    {
        StringArray texts => Enumerable.Range(0, texts.Length).Select(row => texts.IsNull(row) ? null : (object)texts.GetString(row)),
        Int64Array integers => integers.Select(value => (object?)value),
        DoubleArray reals => reals.Select(value => (object?)value),
        _ => throw new NotSupportedException(),
    };
}
