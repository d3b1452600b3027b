using FairGan.Pages.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace FairGan.Pages.Tests;

/// <summary>Debian's Chromium without a window; tests are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
                ],
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens a page, and fails on whatever its console, its scripts or its requests complain of.</summary>
    public async Task<OpenedPage> Open(string path, int width, ColorScheme colours = ColorScheme.Light)
    {
        Assert.SkipWhen(_browser is null, $"There is no {Chromium}: apt-get install chromium.");
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = colours,
            Offline = true,
        });
        IPage page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, problem) => complaints.Add(problem);
        page.RequestFailed += (_, request) => complaints.Add(request.Url);
        page.Dialog += (_, dialog) => complaints.Add(dialog.Message);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        return new OpenedPage(context, page, complaints);
    }
}
