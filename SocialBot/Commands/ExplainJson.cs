using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SocialBot.Core.Posts;
using SocialBot.Core.Sentiment;
using SocialBot.Dialogs.Language;

namespace SocialBot.Commands;

/// <summary>
/// The JSON line of a text. Pure ASCII, whatever the console's encoding. <c>sentiment</c> is null for a text that is not scored
/// (<c>sentimentReason</c>: <c>language</c>, <c>no-words</c>): not scored is never neutral.
/// </summary>
internal sealed class ExplainJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly Utf8JsonWriter json;

    /// <summary>Network names in small letters, made once.</summary>
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);

    public ExplainJson() => json = new Utf8JsonWriter(buffer);

    public string Write(JsonElement id, Explained explained)
    {
        Begin();
        json.WritePropertyName("id");
        id.WriteTo(json);
        var recognition = explained.Recognition;
        json.WriteString("intent", explained.Intent);
        json.WriteNumber("intentScore", Round(recognition.Score));
        json.WriteNumber("intentMargin", Round(recognition.Margin));
        json.WriteBoolean("intentSure", recognition.IsSure);
        if (recognition.Negated)
            json.WriteString("negated", recognition.Intent);
        json.WriteStartObject("entities");
        Write(explained.Entities);
        json.WriteEndObject();
        Write(explained.Sentiment);
        json.WriteStartObject("lengths");
        foreach (var (network, length) in explained.Lengths)
            json.WriteNumber(Key(network), length.Count);
        json.WriteEndObject();
        return End();
    }

    public string Error(int line, JsonElement? id, string error)
    {
        Begin();
        if (id is { } known)
        {
            json.WritePropertyName("id");
            known.WriteTo(json);
        }
        json.WriteNumber("line", line);
        json.WriteString("error", error);
        return End();
    }

    public void Dispose() => json.Dispose();

    private void Write(Entities said)
    {
        Strings("networks", said.Networks);
        if (said.Excluded.Count > 0)
            Strings("excluded", said.Excluded);
        if (said.AllAccounts)
            json.WriteBoolean("allAccounts", true);
        if (said.Text is not null)
            json.WriteString("text", said.Text);
        if (said.When is { } when)
        {
            json.WriteStartObject("when");
            json.WriteString("said", said.WhenSaid);
            Write(when);
            json.WriteEndObject();
        }
        if (said.Period is { } period)
        {
            json.WriteStartObject("period");
            json.WriteString("from", Date(period.From));
            json.WriteString("to", Date(period.To));
            json.WriteEndObject();
        }
        Numbers("posts", said.Posts);
        Numbers("cases", said.Cases);
        Numbers("numbers", said.Numbers);
        if (said.Reason is not null)
            json.WriteString("reason", said.Reason);
        if (said.Mentions.Count > 0)
            Strings("mentions", said.Mentions);
    }

    private void Write(WhenReading when)
    {
        switch (when)
        {
            case WhenReading.One one:
                json.WriteString("is", "one");
                Write(one);
                break;
            case WhenReading.Several several:
                json.WriteString("is", "several");
                json.WriteStartArray("candidates");
                foreach (var candidate in several.Candidates)
                {
                    json.WriteStartObject();
                    Write(candidate);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
            case WhenReading.NeedsTime needs:
                json.WriteString("is", "needsTime");
                json.WriteStartArray("dates");
                foreach (var date in needs.Dates)
                    json.WriteStringValue(Date(date));
                json.WriteEndArray();
                json.WriteString("zone", needs.Zone);
                break;
            case WhenReading.Past past:
                json.WriteString("is", "past");
                Write(past.Time);
                break;
            case WhenReading.Contradicts contradicts:
                json.WriteString("is", "contradicts");
                json.WriteString("date", Date(contradicts.Date));
                json.WriteString("weekdaySaid", contradicts.Said.ToString());
                break;
            case WhenReading.AsSoonAsApproved:
                json.WriteString("is", "asSoonAsApproved");
                break;
            case WhenReading.NotUnderstood not:
                json.WriteString("is", "notUnderstood");
                json.WriteString("rest", not.Rest);
                break;
        }
    }

    private void Write(WhenReading.One one)
    {
        Write(one.Time);
        if (one.Notes.Count == 0)
            return;
        json.WriteStartArray("notes");
        foreach (var note in one.Notes)
            json.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(note.ToString()));
        json.WriteEndArray();
    }

    private void Write(PlannedTime time)
    {
        json.WritePropertyName("at");
        // Raw, because the writer would make the plus sign of the offset \u002B.
        json.WriteRawValue(
            time.Local.ToString("'\"'yyyy-MM-dd'T'HH:mm:sszzz'\"'", CultureInfo.InvariantCulture)
        );
        json.WriteString(
            "utc",
            time.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        json.WriteString("zone", time.Zone);
    }

    private void Write(SentimentReading sentiment)
    {
        switch (sentiment)
        {
            case SentimentReading.Scored scored:
                json.WriteString(
                    "sentiment",
                    scored.Label switch
                    {
                        SentimentLabel.Negative => "negative",
                        SentimentLabel.Positive => "positive",
                        _ => "neutral",
                    }
                );
                json.WriteNumber("sentimentScore", scored.Score);
                break;
            case SentimentReading.NotScored not:
                json.WriteNull("sentiment");
                json.WriteNull("sentimentScore");
                json.WriteString("sentimentReason", not.Reason);
                break;
        }
    }

    private void Strings(string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private void Numbers(string name, IReadOnlyList<long> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private string Key(string network) =>
        keys.TryGetValue(network, out var key) ? key : keys[network] = network.ToLowerInvariant();

    private void Begin()
    {
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
    }

    private string End()
    {
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static double Round(double score) => Math.Round(score, 4);

    private static string Date(DateOnly date) =>
        date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
