using System.Collections.Concurrent;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace SocialBot.BrowserTests.Chrome;

/// <summary>
/// One page, used as a person uses it: things are found by role and name as a screen reader finds them, pressed with the mouse
/// or the keyboard, and waited for.
/// </summary>
internal sealed class Tab(DevTools tools, string session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly ConcurrentQueue<string> complaints = new();
    private Looks looks = Looks.Desktop;

    public IReadOnlyCollection<string> Complaints => complaints;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task PrepareAsync(Looks person)
    {
        looks = person;
        tools.Listen(session, Hear);
        foreach (var domain in new[] { "Page", "Runtime", "Log", "DOM", "Accessibility" })
            await SendAsync($"{domain}.enable");
        await SendAsync(
            "Emulation.setDeviceMetricsOverride",
            new
            {
                width = looks.Width,
                height = looks.Height,
                deviceScaleFactor = 1,
                mobile = looks.Touch,
            }
        );
        await SendAsync("Emulation.setTouchEmulationEnabled", new { enabled = looks.Touch });
        await SendAsync(
            "Emulation.setEmulatedMedia",
            new
            {
                features = new[]
                {
                    new { name = "prefers-color-scheme", value = looks.Dark ? "dark" : "light" },
                    new { name = "prefers-reduced-motion", value = "reduce" },
                },
            }
        );
        // Otherwise only the tab in front has the keyboard.
        await SendAsync("Emulation.setFocusEmulationEnabled", new { enabled = true });
    }

    public async Task GoAsync(Uri address)
    {
        await SendAsync("Page.navigate", new { url = address.AbsoluteUri });
        await UntilAsync(
            $"location.href.startsWith({Js(address.AbsoluteUri)}) && document.readyState === 'complete'",
            $"{address} is loaded"
        );
    }

    /// <summary>The words are on the screen.</summary>
    public Task SeesAsync(string words, string within = "body") =>
        UntilAsync(
            $"[...document.querySelectorAll({Js(within)})].some(e => e.innerText.includes({Js(words)}))",
            $"'{words}' is seen"
        );

    /// <summary>The first element of that role and accessible name that is there to be pressed.</summary>
    public async Task PressAsync(string role, string name, string within = "body")
    {
        var (_, x, y) = await StandingStillAsync(role, name, within);
        x.ShouldBeInRange(0, looks.Width, $"{role} '{name}' must be on the screen");
        y.ShouldBeInRange(0, looks.Height, $"{role} '{name}' must be on the screen");
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
            await SendAsync(
                "Input.dispatchMouseEvent",
                new
                {
                    type,
                    x,
                    y,
                    button = "left",
                    clickCount = 1,
                }
            );
    }

    public async Task FillAsync(string role, string name, string text, string within = "body")
    {
        await PressAsync(role, name, within);
        await TypeAsync(text);
    }

    /// <summary>What the keyboard writes, wherever it is.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new { text });

    /// <summary><c>Enter</c>, <c>Tab</c> or <c>Shift+Tab</c>.</summary>
    public async Task KeyAsync(string keys)
    {
        var key = keys.Split('+')[^1];
        var (code, text) = key switch
        {
            "Enter" => (13, "\r"),
            "Tab" => (9, ""),
            _ => throw new ArgumentOutOfRangeException(nameof(keys), keys, "No such key."),
        };
        foreach (var type in new[] { text.Length > 0 ? "keyDown" : "rawKeyDown", "keyUp" })
            await SendAsync(
                "Input.dispatchKeyEvent",
                new
                {
                    type,
                    key,
                    code = key,
                    text = type == "keyUp" ? "" : text,
                    windowsVirtualKeyCode = code,
                    modifiers = keys.StartsWith("Shift+", StringComparison.Ordinal) ? 8 : 0,
                }
            );
    }

    /// <summary>Step by step until the keyboard stands on what a screen reader would call by that role and name.</summary>
    /// <param name="step"><c>Tab</c> or <c>Shift+Tab</c>.</param>
    public async Task StepToAsync(string step, string role, string name)
    {
        var passed = new List<string>();
        while (passed.Count < 60)
        {
            var at = await FocusedAsync();
            if (at == $"{role} {name}")
                return;
            passed.Add(at);
            await KeyAsync(step);
        }
        throw new TimeoutException(
            $"The keyboard never came to {role} '{name}'. It passed: {string.Join(", ", passed)}."
        );
    }

    /// <summary>Role and name of what has the keyboard.</summary>
    public async Task<string> FocusedAsync()
    {
        var element = await SendAsync(
            "Runtime.evaluate",
            new { expression = "document.activeElement" }
        );
        var node = await SendAsync(
            "Accessibility.getPartialAXTree",
            new
            {
                objectId = element.GetProperty("result").GetProperty("objectId").GetString(),
                fetchRelatives = false,
            }
        );
        return
            node.GetProperty("nodes")[0] is var first && first.GetProperty("ignored").GetBoolean()
            ? "nothing"
            : $"{Value(first, "role")} {Value(first, "name")}";
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<T> AskAsync<T>(string expression)
    {
        var answer = await SendAsync(
            "Runtime.evaluate",
            new
            {
                expression,
                returnByValue = true,
                awaitPromise = true,
            }
        );
        if (answer.TryGetProperty("exceptionDetails", out var thrown))
            throw new DevToolsException($"{expression}: {thrown}");
        return answer.GetProperty("result").GetProperty("value").Deserialize<T>()!;
    }

    public Task UntilAsync(string expression, string what) =>
        UntilAsync(() => AskAsync<bool>(expression), what);

    /// <summary>A picture of what is on the screen, beside the test's output; people look at them.</summary>
    public async Task ShootAsync(string name)
    {
        // What is still loading is not what people see.
        await UntilAsync("[...document.images].every(i => i.complete)", "the pictures are there");
        // Nor is what the mouse was left standing on.
        await SendAsync(
            "Input.dispatchMouseEvent",
            new
            {
                type = "mouseMoved",
                x = 1,
                y = 1,
            }
        );
        var shot = await SendAsync("Page.captureScreenshot", new { format = "png" });
        var folder = Directory.CreateDirectory(
            Path.Combine(AppContext.BaseDirectory, "TestResults", "screenshots")
        );
        await File.WriteAllBytesAsync(
            Path.Combine(folder.FullName, $"{name}.png"),
            shot.GetProperty("data").GetBytesFromBase64(),
            Ct
        );
    }

    /// <summary>A card may be exchanged for its next version at any moment: what is still there a moment later can be pressed.</summary>
    private async Task<Place> StandingStillAsync(string role, string name, string within)
    {
        Place? before = null;
        await UntilAsync(
            async () =>
            {
                var now = await TryPlaceAsync(role, name, within);
                var still = now is not null && now == before;
                before = now;
                return still;
            },
            $"there is a {role} '{name}' in {within}"
        );
        return before!;
    }

    private async Task<Place?> TryPlaceAsync(string role, string name, string within)
    {
        if (await TryFindAsync(role, name, within) is not { } node)
            return null;
        await SendAsync("DOM.scrollIntoViewIfNeeded", new { backendNodeId = node });
        var quads = await SendAsync("DOM.getContentQuads", new { backendNodeId = node });
        double[] corners =
        [
            .. quads.GetProperty("quads")[0].EnumerateArray().Select(n => n.GetDouble()),
        ];
        return new Place(node, (corners[0] + corners[4]) / 2, (corners[1] + corners[5]) / 2);
    }

    private async Task<int?> TryFindAsync(string role, string name, string within)
    {
        var places = await SendAsync(
            "Runtime.evaluate",
            new { expression = $"document.querySelector({Js(within)})" }
        );
        if (!places.GetProperty("result").TryGetProperty("objectId", out var place))
            return null;
        var found = await SendAsync(
            "Accessibility.queryAXTree",
            new
            {
                objectId = place.GetString(),
                role,
                accessibleName = name,
            }
        );
        return found
            .GetProperty("nodes")
            .EnumerateArray()
            .Where(node => !node.GetProperty("ignored").GetBoolean())
            .Select(node => (int?)node.GetProperty("backendDOMNodeId").GetInt32())
            .FirstOrDefault();
    }

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await TriedAsync(condition))
        {
            if (clock.GetElapsedTime(start) > Patience)
            {
                await ShootAsync("failed");
                throw new TimeoutException(
                    $"It never happened: {what}. On the page stood:\n{await AskAsync<string>("document.body.innerText")}\n{string.Join('\n', complaints)}"
                );
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, Ct);
        }
    }

    /// <summary>While a page is being left, what was asked of it is refused; it is asked again of the next.</summary>
    private static async Task<bool> TriedAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (DevToolsException)
        {
            return false;
        }
    }

    private Task<JsonElement> SendAsync(string method, object? parameters = null) =>
        tools.SendAsync(session, method, parameters, Ct);

    private void Hear(string method, JsonElement parameters)
    {
        if (method == "Runtime.exceptionThrown")
            complaints.Enqueue(parameters.GetProperty("exceptionDetails").ToString());
        else if (
            method == "Log.entryAdded"
            && parameters.GetProperty("entry") is var entry
            && entry.GetProperty("level").GetString() == "error"
        )
            complaints.Enqueue(entry.ToString());
    }

    private static string Value(JsonElement node, string of) =>
        node.TryGetProperty(of, out var property) && property.TryGetProperty("value", out var value)
            ? value.GetString() ?? ""
            : "";

    private static string Js(string text) => JsonSerializer.Serialize(text);

    /// <param name="X">Of its middle on the screen, CSS pixels.</param>
    /// <param name="Y">Of its middle on the screen, CSS pixels.</param>
    private sealed record Place(int Node, double X, double Y);
}
