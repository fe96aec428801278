using System.Diagnostics;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using Xunit;

namespace SocialBot.Tests.Chat.Local;

/// <summary>
/// Not a test of anything: the page with sample cards, kept open for a person to look at, at the address written to
/// <c>localchat.address</c> in the temporary folder. Run alone with <c>-explicit only</c>; <c>LOOK_MINUTES</c> says how long.
/// </summary>
public sealed class LooksTests
{
    [Fact(Explicit = true)]
    public async Task The_page_stands_open_for_looking_at()
    {
        await using var host = await LocalChatHost.OpenAsync();
        var ct = TestContext.Current.CancellationToken;
        var keys = 0;
        host.Bot.Answers = async (turn, token) =>
        {
            var key = $"{++keys}";
            switch (turn.Input)
            {
                case ChatInput.Met:
                    await host.Platform.PostAsync(turn.In, SampleCards.Welcome, key, token);
                    return null;
                case ChatInput.Said said when said.Text.Contains("fail"):
                    throw new InvalidOperationException("As asked.");
                case ChatInput.Said said when said.Text.Contains("slow"):
                    await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, token);
                    await host.Platform.PostAsync(turn.In, Card.Say("Done at last"), key, token);
                    return null;
                case ChatInput.Said said:
                    await host.Platform.PostAsync(turn.In, SampleCards.Preview, key, token);
                    return null;
                case ChatInput.Pressed { Command: var c }
                    when c.StartsWith("post.changes", StringComparison.Ordinal):
                    return new InlineAnswer(SampleCards.Form, ReplacesPressed: false);
                case ChatInput.Pressed { Command: var c }
                    when c.StartsWith("post.submit", StringComparison.Ordinal):
                    await host.Platform.PostAsync(
                        LocalChatHost.Room("approvals"),
                        SampleCards.ToApprove,
                        key,
                        token
                    );
                    return new InlineAnswer(
                        SampleCards.Preview with
                        {
                            Title = "Post 214 waits for approval",
                            Buttons = [],
                        },
                        ReplacesPressed: true
                    );
                case ChatInput.Pressed pressed:
                    return new InlineAnswer(
                        SampleCards.Private with
                        {
                            Body =
                            [
                                .. pressed.Values.Select(v =>
                                    CardBlock.Plain($"{v.Key} = {v.Value}")
                                ),
                                .. SampleCards.Private.Body,
                            ],
                        },
                        ReplacesPressed: false
                    );
                default:
                    return null;
            }
        };
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.Published,
            "s1",
            ct
        );
        host.Clock.Advance(TimeSpan.FromHours(24.5));
        await host.Platform.PostAsync(
            LocalChatHost.Room("approvals"),
            SampleCards.ToApprove,
            "s2",
            ct
        );
        await host.Platform.PostAsync(
            LocalChatHost.Room("mentions"),
            SampleCards.Mention,
            "s3",
            ct
        );
        await host.Platform.PostAsync(
            LocalChatHost.Personal("omar"),
            SampleCards.ToApprove,
            "s4",
            ct
        );
        await File.WriteAllTextAsync(
            Path.Combine(Path.GetTempPath(), "localchat.address"),
            host.Address.ToString(),
            ct
        );
        var minutes = Environment.GetEnvironmentVariable("LOOK_MINUTES") ?? "10";
        var until = Stopwatch.StartNew();
        while (until.Elapsed < TimeSpan.FromMinutes(int.Parse(minutes)))
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ct);
    }
}
