using System.Text.Json;

namespace SocialBot.Commands;

/// <summary>
/// <c>explain</c>: what the bot makes of a text, for teams who tune their phrase file and for scoring. One text in words, or
/// <c>--jsonl</c>: lines <c>{"id","text"}</c> in, one JSON line out for each, as they come. Touches no database and no network.
/// </summary>
internal static class Explain
{
    /// <returns>0; 2 for arguments that make no sense. Lines that make none are answered in their place and do not count.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextReader input,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        if (ExplainOptions.Read(args, out var wrong) is not { } options)
        {
            await error.WriteLineAsync(wrong);
            return 2;
        }
        if (Explainer.For(options, out wrong) is not { } explainer)
        {
            await error.WriteLineAsync(wrong);
            return 2;
        }
        if (options.Text is { } text)
        {
            await output.WriteLineAsync(ExplainProse.Write(explainer.Explain(text)));
            return 0;
        }
        await ExplainLinesAsync(explainer, input, output, ct);
        return 0;
    }

    private static async Task ExplainLinesAsync(
        Explainer explainer,
        TextReader input,
        TextWriter output,
        CancellationToken ct
    )
    {
        using var json = new ExplainJson();
        for (var number = 1; await input.ReadLineAsync(ct) is { } line; number++)
        {
            var trimmed = line.AsSpan().Trim().TrimStart('\uFEFF');
            if (trimmed.IsEmpty)
                continue;
            await output.WriteLineAsync(Answer(explainer, json, trimmed.ToString(), number));
        }
        await output.FlushAsync(ct);
    }

    private static string Answer(Explainer explainer, ExplainJson json, string line, int number)
    {
        JsonElement? id = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return json.Error(number, id, "expected an object with id and text");
            if (
                document.RootElement.TryGetProperty("id", out var given)
                && given.ValueKind is JsonValueKind.String or JsonValueKind.Number
            )
                id = given;
            if (
                !document.RootElement.TryGetProperty("text", out var text)
                || text.ValueKind != JsonValueKind.String
            )
                return json.Error(number, id, "text is missing or no string");
            if (id is not { } known)
                return json.Error(number, id, "id is missing or neither string nor number");
            return json.Write(known, explainer.Explain(text.GetString()!));
        }
        catch (JsonException)
        {
            return json.Error(number, id, "no JSON");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: System.Text.Json reads it and cannot make a string of it.
            return json.Error(number, id: null, "id or text is no valid Unicode");
        }
    }
}
