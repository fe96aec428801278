using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Core.Chat;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class ExportTests
{
    [Fact]
    public async Task A_posts_history_is_offered_as_a_file_with_its_chain()
    {
        await using var talk = await Talk.OpenAsync();
        await talk.Slice.AddAccountAsync("Sandbox");
        await talk.SaysAsync("anna", "draft a post for Sandbox for tomorrow 9am: We open our lab");
        await talk.SaysAsync("anna", "submit 1");

        var offered = (await talk.SaysAsync("anna", "export post 1"))[^1].File.ShouldNotBeNull();

        offered.Name.ShouldBe("post-1.json");
        var file = await talk.Slice.RunAsync<ExportPost, ChatFile?>(e =>
            e.RunAsync(1, TestContext.Current.CancellationToken)
        );
        file!.Bytes.Length.ShouldBe(offered.Bytes);
        var entries = JsonNode.Parse(file.Bytes)!["entries"]!.AsArray();
        entries.Select(e => (string?)e!["action"]).ShouldBe(["post.draft", "post.submit"]);
        ((string?)entries[0]!["by"]).ShouldBe("Anna");
        ((string?)entries[1]!["before"]).ShouldBe((string?)entries[0]!["hash"]);
        (await talk.SaysAsync("anna", "export post 9"))[^1].File.ShouldBeNull();
    }
}
