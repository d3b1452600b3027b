namespace FairGan.Pages.Tests;

/// <summary>
/// Runs every cell of every notebook. With the environment variable FAIRGAN_REFRESH_NOTEBOOKS=1 the notebooks keep what their cells
/// show now, and the lessons in samples/lessons and the pictures in docs/pictures are made from them again.
/// </summary>
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

        Assert.InRange(notebook.Pictures.Length, 3, 100);
        notebook.Save(Path.Combine(Artifacts.Folder, $"{name}.ipynb"));
        if (s_refresh)
        {
            notebook.Save(path);
            File.WriteAllText(Repository.PathOf("samples", "lessons", $"{name}.cs"), Lesson.Of(notebook, name));
            foreach ((string picture, string svg) in DocumentPictures.Of(notebook, name))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
                File.WriteAllText(picture, svg);
            }
        }
        else
        {
            Assert.Equal(stored.Pictures.Length, notebook.Pictures.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lesson_is_the_code_of_its_notebook(string name)
    {
        Assert.SkipWhen(s_refresh, "The lessons are being made.");
        Assert.Equal(Lesson.Of(new Notebook(Repository.PathOf("notebooks", $"{name}.ipynb")), name), File.ReadAllText(Repository.PathOf("samples", "lessons", $"{name}.cs")));
    }

    [Fact]
    public void The_pictures_of_the_documents_are_those_of_a_notebook()
    {
        Assert.SkipWhen(s_refresh, "The pictures are being made.");
        const string Name = "make-a-fair-table";
        (string Path, string Svg)[] pictures = [.. DocumentPictures.Of(new Notebook(Repository.PathOf("notebooks", $"{Name}.ipynb")), Name)];
        Assert.Equal(2, pictures.Length);
        Assert.All(pictures, picture => Assert.Equal(picture.Svg, File.ReadAllText(picture.Path)));
    }
}
