using FairGan.Cli;

namespace FairGan.Fuzz;

/// <summary>Runs command lines in this process, and holds them to their contract: exit code 0, or 2 and one sentence in words of the user's.</summary>
internal sealed class CommandTrial : IDisposable
{
    // What only messages of libraries and of the runtime contain.
    private static readonly string[] s_internal =
    [
        "System.", "FairGan.", "Microsoft.", "Object reference", "Index was out", "Value cannot be null", "Parameter '", "Sequence contains", "was not in a correct format",
        "given key", "same key has already", "Arithmetic operation", "Specified argument", "Specified cast", "LineNumber", "Exception", "`1", "Array cannot", "Stream was", "Unable to",
        "Nullable object", "startIndex", "error in fairgan itself", "Non-negative", "Collection was",
    ];

    /// <summary>A folder for the files of command lines.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("fairgan-fuzz-").FullName;

    /// <summary>Writes a file into the folder.</summary>
    /// <returns>Its path.</returns>
    public string Put(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The sentence of its refusal; null where it did its work.</returns>
    /// <exception cref="InvalidOperationException">It did neither.</exception>
    public static string? Run(params string[] arguments)
    {
        using var error = new StringWriter();
        TextWriter before = Console.Error;
        Console.SetError(error);
        int code;
        try
        {
            code = FairGanCommand.Run([.. arguments, "--quiet", "--threads", "1"]);
        }
        finally
        {
            Console.SetError(before);
        }

        string[] lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string last = lines.Length > 0 ? lines[^1] : "";
        if (code is not (0 or 2) || (code == 2 && (!last.StartsWith("fairgan: ", StringComparison.Ordinal) || last.Length < 20))
            || lines.Any(line => s_internal.Any(part => line.Contains(part, StringComparison.Ordinal))))
        {
            throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {code}: {error}");
        }

        return code == 0 ? null : last["fairgan: ".Length..];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
