using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace FairGan.Pages.Tests;

/// <summary>A notebook of C# cells: runs them in order, and keeps what they show.</summary>
internal sealed partial class Notebook(string path)
{
    private static readonly JsonSerializerOptions s_layout = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    public IEnumerable<JsonObject> Cells => _root["cells"]!.AsArray().Select(cell => cell!.AsObject());

    public IEnumerable<JsonObject> CodeCells => Cells.Where(cell => (string?)cell["cell_type"] == "code");

    /// <summary>The pictures that the cells show.</summary>
    public string[] Pictures => [.. CodeCells.SelectMany(cell => cell["outputs"]!.AsArray())
        .Select(output => output!["data"]?["text/html"]?.AsArray()).OfType<JsonArray>()
        .SelectMany(html => Svg().Matches(string.Concat(html.Select(line => (string)line!)))).Select(match => match.Value)];

    public static string Source(JsonObject cell) => string.Concat(cell["source"]!.AsArray().Select(line => (string)line!));

    /// <summary>Runs every cell and puts what it shows in place of what the file held.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        var globals = new CellGlobals();
        ScriptOptions options = ScriptOptions.Default
            .WithReferences(AppDomain.CurrentDomain.GetAssemblies().Concat(OutputAssemblies()).Where(assembly => assembly.Location.Length > 0).DistinctBy(assembly => assembly.GetName().Name))
            .WithImports("System", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks")
            .WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest);
        ScriptState<object>? state = null;
        TextWriter console = Console.Out;
        int number = 0;
        try
        {
            foreach (JsonObject cell in CodeCells)
            {
                using var printed = new StringWriter();
                Console.SetOut(printed);
                globals.Displayed.Clear();

                // Packages are the kernel's business; here their assemblies are at hand.
                string code = string.Join('\n', Source(cell).Split('\n').Where(line => !line.StartsWith("#r ", StringComparison.Ordinal) && !line.StartsWith("#i ", StringComparison.Ordinal)));
                state = state is null
                    ? await CSharpScript.RunAsync<object>(code, options, globals, cancellationToken: cancellation)
                    : await state.ContinueWithAsync<object>(code, options, cancellation);
                if (state.ReturnValue is { } value)
                {
                    globals.display(value);
                }

                cell["execution_count"] = ++number;
                cell["outputs"] = Outputs(printed.ToString(), globals.Displayed);
            }
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    public void Save(string to) => File.WriteAllText(to, _root.ToJsonString(s_layout).ReplaceLineEndings("\n") + "\n");

    // Every assembly of the libraries lies beside this one, loaded or not.
    private static IEnumerable<System.Reflection.Assembly> OutputAssemblies() =>
        new[] { "FairGan.Reporting", "FairGan.MLNet", "FairGan.Fairness", "FairGan.Tables", "FairGan.Export", "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.DataView", "Microsoft.ML.StandardTrainers", "Microsoft.ML.Transforms", "System.Net.HttpListener" }
            .Select(System.Reflection.Assembly.Load);

    private static JsonArray Outputs(string printed, List<(string MimeType, string Text)> displayed)
    {
        JsonArray outputs = [.. displayed.Select(one => new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject { [one.MimeType] = Lines(one.Text) },
            ["metadata"] = new JsonObject(),
        })];
        if (printed.Length > 0)
        {
            outputs.Insert(0, new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = Lines(printed) });
        }

        return outputs;
    }

    private static JsonArray Lines(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return [.. lines.Select((line, index) => JsonValue.Create(index < lines.Length - 1 ? line + "\n" : line)).Where(line => line!.GetValue<string>().Length > 0)];
    }

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();
}
