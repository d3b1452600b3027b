using System.Diagnostics;
using Microsoft.Playwright;

namespace FairGan.Pages.Tests;

/// <summary>What a reader meets: pages in a real browser, at the width of a desk and of a pocket, in the dark and on paper.</summary>
public sealed class BrowserTests(Browser browser, ReportPages reports)
{
    private static readonly string[] s_sections =
        ["summary", "data", "labels", "models", "dial", "fidelity", "distributions", "groups", "detection", "privacy", "training", "profiles", "limits"];

    [Fact]
    public async Task The_report_has_every_section_and_draws_every_picture()
    {
        await using OpenedPage opened = await browser.Open(reports.MortgagesPath, 1280);
        foreach (string section in s_sections)
        {
            Assert.True(await opened.Page.Locator($"h2#{section}").IsVisibleAsync(), section);
            Assert.Equal(1, await opened.Page.Locator($"nav a[href='#{section}']").CountAsync());
        }

        Assert.InRange(await opened.AssertPicturesAreDrawn("svg.picture"), 40, 200);
        await opened.AssertNoHorizontalScrolling();
        opened.AssertNoComplaint();
        await opened.Keep("report-1280.png");
        await opened.Page.PdfAsync(new PagePdfOptions { Path = Path.Combine(Artifacts.Folder, "report.pdf"), Format = "A4" });
    }

    [Fact]
    public async Task On_paper_what_is_folded_lies_open_and_nothing_is_cut_off()
    {
        // The width of A4 between the page's margins.
        const int Paper = 688;
        await using OpenedPage opened = await browser.Open(reports.MortgagesPath, Paper);
        await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        ILocator folded = opened.Page.Locator("main > details svg.picture");
        Assert.InRange(await folded.CountAsync(), 20, 200);
        foreach (ILocator picture in await folded.AllAsync())
        {
            Assert.True(await picture.IsVisibleAsync());
        }

        Assert.False(await opened.Page.Locator("nav").IsVisibleAsync());
        Assert.True(await opened.Page.Locator("footer .on-paper").IsVisibleAsync());
        string[] wide = await opened.Page.EvaluateAsync<string[]>(
            "paper => [...document.querySelectorAll('table')].filter(table => table.checkVisibility() && table.getBoundingClientRect().right > paper + 1).map(table => table.caption.innerText)", Paper);
        Assert.Empty(wide);
    }

    [Theory]
    [InlineData(400, ColorScheme.Light)]
    [InlineData(400, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task The_report_fits_its_window(int width, ColorScheme colours)
    {
        await using OpenedPage opened = await browser.Open(reports.MortgagesPath, width, colours);
        await opened.AssertNoHorizontalScrolling();
        opened.AssertNoComplaint();
        await opened.Keep($"report-{width}{(colours == ColorScheme.Dark ? "-dark" : "")}.png");
    }

    [Fact]
    public async Task The_keyboard_reaches_all_of_the_report()
    {
        await using OpenedPage opened = await browser.Open(reports.MortgagesPath, 1280);
        await opened.AssertKeyboardReachesAll();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task A_hostile_table_is_shown_and_not_run(int width)
    {
        await using OpenedPage opened = await browser.Open(reports.HostilePath, width);
        await opened.Page.Locator("h1").HoverAsync();
        await opened.AssertPicturesAreDrawn("svg.picture");
        await opened.AssertNoHorizontalScrolling();
        opened.AssertNoComplaint();
        Assert.Equal("<script>alert('run')</script>", await opened.Page.Locator("h1").InnerTextAsync());
        Assert.Equal(0, await opened.Page.Locator("script, [onmouseover]").CountAsync());
        Assert.InRange(new FileInfo(reports.HostilePath).Length, 100_000, 10_000_000);
        await opened.Keep($"hostile-{width}.png");
    }

    [Fact]
    public async Task The_figures_of_a_hostile_table_are_right()
    {
        await using OpenedPage opened = await browser.Open(reports.HostilePath, 1280);
        ILocator rows = opened.Page.Locator("table:has(caption:has-text('Rows and selection rates')) tbody tr");

        // The attack, a blank cell and right-to-left text are a third of the rows each; one group has one real row and no synthetic one.
        Assert.Equal(4, await rows.CountAsync());
        ILocator single = rows.Filter(new LocatorFilterOptions { HasText = "only one" });
        Assert.Equal("1", await single.Locator("td").First.InnerTextAsync());
        Assert.Equal("small", await single.Locator(".flag").InnerTextAsync());
        Assert.Equal("n/a", await single.Locator("td").Last.InnerTextAsync());
        Assert.Equal(1, await rows.Filter(new LocatorFilterOptions { HasText = "<script>alert('run')</script>" }).CountAsync());
        Assert.Equal(1, await rows.Filter(new LocatorFilterOptions { HasText = "שלום" }).CountAsync());
        Assert.Equal(1, await rows.Filter(new LocatorFilterOptions { HasText = "missing" }).CountAsync());
        string[] counts = [.. await rows.Locator("td:nth-of-type(1)").AllInnerTextsAsync()];
        Assert.Equal(11_000, counts.Sum(count => int.Parse(count, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture)));

        ILocator wide = opened.Page.Locator("table:has(caption:has-text('Columns, their roles')) tbody tr").Filter(new LocatorFilterOptions { HasText = "</svg></style></figure>" });
        Assert.Equal($"{ReportPages.HostileCategories:N0}", await wide.Locator("td").Nth(2).InnerTextAsync());
        Assert.Contains($"of {ReportPages.HostileColumns} columns", await opened.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NotebookTests.Names), MemberType = typeof(NotebookTests))]
    public async Task A_notebook_is_rendered_with_its_stored_pictures(string name)
    {
        const string Converter = "/usr/bin/jupyter-nbconvert";
        Assert.SkipUnless(File.Exists(Converter), $"There is no {Converter}: apt-get install jupyter-nbconvert.");
        using (var convert = Process.Start(new ProcessStartInfo(Converter)
        {
            ArgumentList =
            {
                "--to", "html", "--HTMLExporter.mathjax_url=", "--HTMLExporter.require_js_url=", "--output-dir", Artifacts.Folder,
                Repository.PathOf("notebooks", $"{name}.ipynb"),
            },
            RedirectStandardError = true,
        })!)
        {
            string said = await convert.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await convert.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(convert.ExitCode == 0, said);
        }

        await using OpenedPage opened = await browser.Open(Path.Combine(Artifacts.Folder, $"{name}.html"), 1280);
        int pictures = new Notebook(Repository.PathOf("notebooks", $"{name}.ipynb")).Pictures.Length;
        Assert.Equal(pictures, await opened.AssertPicturesAreDrawn("svg.picture"));
        await opened.AssertNoHorizontalScrolling();
        opened.AssertNoComplaint();
        await opened.Keep($"{name}-1280.png");
    }
}
