using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Posts;
using Xunit;

namespace SocialBot.Tests.Support;

public sealed class SliceTests
{
    [Fact]
    public async Task A_post_is_drafted_on_a_real_database()
    {
        await using var slice = await Slice.OpenAsync();
        var account = await slice.AddAccountAsync("Sandbox");
        var drafted = await slice.RunAsync<DraftPost, Core.Outcome<Post>>(d =>
            d.RunAsync(
                slice.Anna,
                [account.Id],
                new CopyContent { Text = "We open our lab" },
                when: null,
                TestContext.Current.CancellationToken
            )
        );
        drafted.ShouldBeOfType<Core.Outcome<Post>.Done>();
        (await slice.DbAsync(db => db.Posts.CountAsync())).ShouldBe(1);
    }
}
