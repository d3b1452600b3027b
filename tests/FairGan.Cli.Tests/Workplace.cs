namespace FairGan.Cli.Tests;

/// <summary>A folder of its own in which the command is run.</summary>
public sealed class Workplace : IDisposable
{
    public static string Mortgages => Repository.Mortgages;

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Text(string name) => File.ReadAllText(PathOf(name));

    public byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public void Write(string name, string content) => File.WriteAllText(PathOf(name), content);

    internal RunningCommand Start(params string[] arguments) => new(Folder, arguments);

    internal async Task<RunningCommand.Result> Run(params string[] arguments)
    {
        using RunningCommand command = Start(arguments);
        return await command.Finish();
    }

    internal async Task<RunningCommand.Result> Succeed(params string[] arguments)
    {
        RunningCommand.Result result = await Run(arguments);
        Assert.True(result.Code == 0, $"fairgan {string.Join(' ', arguments)} returned {result.Code}: {result.Error}");
        return result;
    }

    public void Dispose() => _folder.Dispose();
}
