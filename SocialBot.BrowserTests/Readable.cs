using System.Globalization;
using Shouldly;
using SocialBot.BrowserTests.Chrome;

namespace SocialBot.BrowserTests;

/// <summary>What holds for every page on every screen.</summary>
internal static class Readable
{
    /// <summary>
    /// Words against what is behind them, after WCAG 2: 4.5 to 1, large ones 3 to 1. Words on pictures and in switched-off
    /// controls do not count.
    /// </summary>
    private const string TooFaint = """
        (() => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
          const rgba = (color) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const light = (color) => {
            const [r, g, b] = rgba(color).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const behind = (element) => {
            for (let e = element; e; e = e.parentElement) {
              const color = getComputedStyle(e).backgroundColor;
              if (rgba(color)[3] === 255) return color;
            }
            return "Canvas";
          };
          const faint = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const element = walk.currentNode.parentElement;
            const words = walk.currentNode.data.trim();
            if (!words || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".vh, .hidden, :disabled, noscript")) continue;
            const style = getComputedStyle(element);
            const [a, b] = [light(style.color), light(behind(element))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
            if (contrast < (large ? 3 : 4.5)) faint.push(`${words}: ${contrast.toFixed(1)}`);
          }
          return faint;
        })()
        """;

    private const string TooSmall = """
        [...document.querySelectorAll("button, .button, .place, .person, textarea")]
          .filter((e) => e.checkVisibility() && !e.matches(".quiet"))
          .map((e) => [e.getBoundingClientRect(), e.innerText])
          .filter(([r]) => r.width > 1 && (r.height < 40 || r.left < 0 || r.right > innerWidth))
          .map(([r, words]) => `${words} (${r.left} to ${r.right}, ${r.height} high)`)
        """;

    public static async Task ShouldBeReadableAsync(this Tab page)
    {
        (await page.AskAsync<string[]>(TooFaint)).ShouldBeEmpty("words too faint to read");
        var (wide, screen) = (
            await page.AskAsync<int>("document.documentElement.scrollWidth"),
            await page.AskAsync<int>("innerWidth")
        );
        wide.ShouldBeLessThanOrEqualTo(
            screen,
            string.Create(CultureInfo.InvariantCulture, $"a page of {wide} px scrolls sideways")
        );
    }

    /// <summary>For fingers: every control is wholly on the screen, and as high as one.</summary>
    public static async Task ShouldFitFingersAsync(this Tab page) =>
        (await page.AskAsync<string[]>(TooSmall)).ShouldBeEmpty("controls too small or off screen");
}
