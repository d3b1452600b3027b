using Microsoft.Playwright;

namespace FairGan.Pages.Tests;

/// <summary>A page in the browser, and what a reader needs of it.</summary>
public sealed class OpenedPage(IBrowserContext context, IPage page, List<string> complaints) : IAsyncDisposable
{
    public IPage Page => page;

    public void AssertNoComplaint() => Assert.Empty(complaints);

    public async Task AssertNoHorizontalScrolling()
    {
        int[] widths = await page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"The page is {widths[0]} pixels wide in a window of {widths[1]}.");
    }

    /// <summary>Every picture has a size and a description, and its colours are more than one.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> AssertPicturesAreDrawn(string selector)
    {
        string[] blank = await page.EvaluateAsync<string[]>(
            """
            async selector => {
              const blank = [];
              for (const svg of document.querySelectorAll(selector)) {
                const label = svg.getAttribute('aria-label') || '';
                const size = svg.viewBox.baseVal;
                const copy = svg.cloneNode(true);
                copy.removeAttribute('style');
                copy.setAttribute('width', size.width);
                copy.setAttribute('height', size.height);
                const image = new Image();
                image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(new XMLSerializer().serializeToString(copy));
                await image.decode();
                const canvas = document.createElement('canvas');
                canvas.width = size.width;
                canvas.height = size.height;
                const pen = canvas.getContext('2d');
                pen.drawImage(image, 0, 0);
                const pixels = new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                const colours = new Set(pixels);
                const painted = pixels.reduce((count, pixel) => count + (pixel === 0 ? 0 : 1), 0);
                if (label === '' || colours.size < 5 || painted < 300) {
                  blank.push(`${label} (${colours.size} colours, ${painted} pixels)`);
                }
              }
              return blank;
            }
            """,
            selector);
        Assert.Empty(blank);
        return await page.Locator(selector).CountAsync();
    }

    /// <summary>The tabulator reaches, in their order, all links, folded parts and regions that scroll.</summary>
    public async Task AssertKeyboardReachesAll()
    {
        int count = await page.EvaluateAsync<int>(
            """
            () => {
              const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter(one => one.checkVisibility({ contentVisibilityAuto: true }));
              all.forEach((one, index) => one.dataset.order = index);
              return all.length;
            }
            """);
        Assert.InRange(count, 10, 2_000);
        for (int index = 0; index < count; index++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.Equal(index.ToString(System.Globalization.CultureInfo.InvariantCulture), await page.EvaluateAsync<string>("document.activeElement.dataset.order"));
        }
    }

    public Task Keep(string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Artifacts.Folder, name), FullPage = true });

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
