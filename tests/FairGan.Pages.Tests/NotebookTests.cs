namespace FairGan.Pages.Tests;

/// <summary>
/// Runs every cell of every notebook. With the environment variable FAIRGAN_REFRESH_NOTEBOOKS=1 the notebooks keep what their cells
/// show now, and the lessons in samples/lessons are made from them again.
/// </summary>
[Collection("notebooks")]
public sealed class NotebookTests
{
    private static readonly bool s_refresh = Environment.GetEnvironmentVariable("FAIRGAN_REFRESH_NOTEBOOKS") == "1";

    public static TheoryData<string> Names => [.. Directory.GetFiles(Repository.PathOf("notebooks"), "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_cells_of_a_notebook_run_in_order_and_show_pictures(string name)
    {
        string path = Repository.PathOf("notebooks", $"{name}.ipynb");
        var stored = new Notebook(path);
        var notebook = new Notebook(path);
        Directory.SetCurrentDirectory(Repository.PathOf("notebooks"));

        await notebook.Run(TestContext.Current.CancellationToken);

        Assert.InRange(notebook.PictureCount, 3, 100);
        notebook.Save(Path.Combine(Repository.Artifacts, $"{name}.ipynb"));
        if (s_refresh)
        {
            notebook.Save(path);
            File.WriteAllText(Repository.PathOf("samples", "lessons", $"{name}.cs"), Lesson.Of(notebook, name));
        }
        else
        {
            Assert.Equal(stored.PictureCount, notebook.PictureCount);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lesson_is_the_code_of_its_notebook(string name)
    {
        Assert.SkipWhen(s_refresh, "The lessons are being made.");
        Assert.Equal(Lesson.Of(new Notebook(Repository.PathOf("notebooks", $"{name}.ipynb")), name), File.ReadAllText(Repository.PathOf("samples", "lessons", $"{name}.cs")));
    }
}
