using System.Text;

namespace FairGan.Pages.Tests;

/// <summary>A notebook as one C# file that <c>dotnet run</c> starts: what is displayed goes into a page.</summary>
internal static class Lesson
{
    public static string Of(Notebook notebook, string name)
    {
        string[] lines = [.. notebook.Cells.SelectMany(cell => (string?)cell["cell_type"] == "code" ? [.. Notebook.Source(cell).Split('\n'), ""] : Comment(Notebook.Source(cell)))];
        var file = new StringBuilder();
        file.Append($"""
            // The notebook {name}.ipynb for those who have none, made from it by its test. From the root of the repository:
            //     dotnet run samples/lessons/{name}.cs
            #:project ../../src/FairGan.Reporting/FairGan.Reporting.csproj

            """);
        foreach (string line in lines.Where(IsUsing).Where(line => !line.Contains("DotNet.Interactive", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal))
        {
            file.Append(line).Append('\n');
        }

        file.Append($"\nvar page = new StringWriter();\npage.Write(\"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>{name}</title><body>\");\n\n");
        foreach (string line in lines.Where(line => !IsUsing(line) && !IsForKernel(line)))
        {
            file.Append(line).Append('\n');
        }

        file.Append($$"""
            string written = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "{{name}}.html");
            File.WriteAllText(written, page.ToString());
            Console.WriteLine($"The pictures and tables are in {written}");

            void display(object value) => page.Write(value switch
            {
                Chart chart => chart.ToHtml(),
                MetricFrame frame => frame.ToHtml(),
                FairnessAudit audit => audit.ToHtml(),
                SyntheticDataReport report => report.ToSummaryHtml(),
                TableSample sample => sample.ToHtml(),
                _ => $"<p>{value}</p>",
            });

            """);
        return file.ToString().ReplaceLineEndings("\n").Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';');

    private static bool IsForKernel(string line) =>
        line.StartsWith("#r ", StringComparison.Ordinal) || line.StartsWith("#i ", StringComparison.Ordinal) || line.StartsWith("Formatter.", StringComparison.Ordinal);

    private static IEnumerable<string> Comment(string markdown) => [.. markdown.Split('\n').Select(line => line.Length == 0 ? "//" : $"// {line}"), ""];
}
