using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Links;
using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Links;

public sealed class LinkCardTests
{
    private const string Link = "https://acme.test/lab";
    private const string Text = "We open our lab: " + Link + ".";

    private static CancellationToken Ct => PostStage.Ct;

    [Theory]
    [InlineData("see https://a.test/x, and https://b.test", "https://a.test/x")]
    [InlineData("(https://a.test/x)", "https://a.test/x")]
    [InlineData("https://a.test/x_(y)!", "https://a.test/x_(y)")]
    [InlineData("HTTP://A.test/?q=1&r=2…", "HTTP://A.test/?q=1&r=2")]
    [InlineData("xhttps://a.test https://b.test", "https://b.test")]
    [InlineData("»https://a.test/ü«", "https://a.test/ü«")]
    [InlineData("a.test, http://, https:// and ftp://a.test", null)]
    [InlineData("", null)]
    public void The_first_link_is_found_without_what_ends_the_sentence(string text, string? link) =>
        FirstLink.In(text).ShouldBe(link);

    [Fact]
    public async Task A_draft_gets_the_preview_of_its_link_after_it_was_saved()
    {
        var pages = Pages("Our lab", "Opens in June", DrawnPictures.Png(20, 10));
        await using var stage = await OpenAsync(pages);
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        var before = (await stage.CopyAsync(post.Id)).Revision;
        pages.Asked.ShouldBeEmpty();

        await stage.Slice.WorkAsync(Lane.Network);

        var copy = await stage.CopyAsync(post.Id);
        var card = copy.Content.Link.ShouldNotBeNull();
        (card.Url, card.State, card.Title, card.Description).ShouldBe(
            (Link, LinkCardState.Shown, "Our lab", "Opens in June")
        );
        (card.Picture!.Width, card.Picture.Height).ShouldBe((20, 10));
        copy.Revision.ShouldNotBe(before);
        copy.Status.ShouldBe(CopyStatus.Draft);
    }

    [Fact]
    public async Task A_page_is_asked_once_for_all_copies()
    {
        var pages = Pages("Our lab");
        await using var stage = await OpenAsync(pages);
        await stage.DraftAsync(Text);

        await stage.Slice.WorkAsync(Lane.Network);
        await stage.Slice.WorkAsync(Lane.Network);

        pages.Asked.ShouldBe([Link]);
    }

    [Fact]
    public async Task A_post_submitted_meanwhile_stays_as_its_approvers_see_it()
    {
        var pages = Pages("Our lab");
        await using var stage = await OpenAsync(pages);
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        pages.Meanwhile = () => stage.SubmitAsync(post.Id);

        await stage.Slice.WorkAsync(Lane.Network);

        var copy = await stage.CopyAsync(post.Id);
        copy.Status.ShouldBe(CopyStatus.InReview);
        copy.Content.Link.ShouldBeNull();
        (await FindingsAsync(stage, copy)).ShouldContain("link.none");
    }

    [Fact]
    public async Task The_preview_is_part_of_what_is_approved_and_goes_out()
    {
        await using var stage = await OpenAsync(Pages("Our lab", "Opens", DrawnPictures.Png(8, 4)));
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        await stage.Slice.WorkAsync(Lane.Network);
        await stage.SubmitAsync(post.Id);
        await stage.ApproveAsync(stage.Omar, post.Id);

        await stage.ToAsync(PostStage.Noon);

        var link = stage.Network.Published.ShouldHaveSingleItem().Post.Link.ShouldNotBeNull();
        (link.Address.OriginalString, link.Title, link.Description).ShouldBe(
            (Link, "Our lab", "Opens")
        );
        link.Picture.ShouldNotBeNull().Bytes.Length.ShouldBeLessThan(1_000_000);
        (link.Picture.Width, link.Picture.Height).ShouldBe((8, 4));
    }

    [Fact]
    public async Task A_large_picture_of_a_preview_is_made_smaller()
    {
        var noisy = DrawnPictures.Png(900, 700, noise: 3);
        noisy.Length.ShouldBeGreaterThan(1_000_000);
        await using var stage = await OpenAsync(Pages("Our lab", "", noisy));
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        await stage.Slice.WorkAsync(Lane.Network);
        await stage.SubmitAsync(post.Id);
        await stage.ApproveAsync(stage.Omar, post.Id);

        await stage.ToAsync(PostStage.Noon);

        stage
            .Network.Published.ShouldHaveSingleItem()
            .Post.Link!.Picture.ShouldNotBeNull()
            .Bytes.Length.ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_stops_nothing_and_is_said_calmly()
    {
        await using var stage = await OpenAsync(new PageDouble());
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        var before = (await stage.CopyAsync(post.Id)).Revision;

        await stage.Slice.WorkAsync(Lane.Network);

        var copy = await stage.CopyAsync(post.Id);
        copy.Content.Link!.State.ShouldBe(LinkCardState.Unreadable);
        copy.Revision.ShouldBe(before);
        (await FindingsAsync(stage, copy)).ShouldContain("link.unreadable");
        await stage.SubmitAsync(post.Id);
        await stage.ApproveAsync(stage.Omar, post.Id);
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.ShouldHaveSingleItem().Post.Link.ShouldBeNull();
    }

    [Fact]
    public async Task Its_author_drops_it_and_gets_it_again()
    {
        var pages = Pages("Our lab");
        await using var stage = await OpenAsync(pages);
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        await stage.Slice.WorkAsync(Lane.Network);
        var shown = (await stage.CopyAsync(post.Id)).Revision;

        (await DropAsync(stage, post.Id)).ShouldBeDone();
        await stage.Slice.WorkAsync(Lane.Network);
        (await stage.CopyAsync(post.Id)).Content.Link!.State.ShouldBe(LinkCardState.Dropped);
        pages.Asked.Count.ShouldBe(1);
        (await DropAsync(stage, post.Id)).ShouldBeRefused("link.no-preview");

        (await AskAsync(stage, post.Id)).ShouldBeDone();
        await stage.Slice.WorkAsync(Lane.Network);
        (await stage.CopyAsync(post.Id)).Revision.ShouldBe(shown);
        pages.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Another_first_link_is_looked_at_anew_and_another_word_is_not()
    {
        var pages = Pages("Our lab");
        pages.Pages["https://acme.test/fair"] = new PageReading.Read("Our fair", "", null);
        await using var stage = await OpenAsync(pages);
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        await stage.Slice.WorkAsync(Lane.Network);

        await stage.EditAsync(post.Id, c => c with { Text = "Soon! " + c.Text });
        await stage.Slice.WorkAsync(Lane.Network);
        (await stage.CopyAsync(post.Id)).Content.Link!.Title.ShouldBe("Our lab");
        pages.Asked.Count.ShouldBe(1);

        await stage.EditAsync(post.Id, c => c with { Text = "https://acme.test/fair" });
        (await stage.CopyAsync(post.Id)).Content.Link.ShouldBeNull();
        await stage.Slice.WorkAsync(Lane.Network);
        (await stage.CopyAsync(post.Id)).Content.Link!.Title.ShouldBe("Our fair");

        await stage.EditAsync(post.Id, c => c with { Text = "No link" });
        await stage.Slice.WorkAsync(Lane.Network);
        (await stage.CopyAsync(post.Id)).Content.Link.ShouldBeNull();
    }

    [Fact]
    public async Task A_picture_takes_its_place()
    {
        var pages = Pages("Our lab");
        await using var stage = await OpenAsync(pages);
        var dot = await RedDot.StoreAsync(stage.Slice, "A dot");
        var post = await stage.DraftAsync(Text, on: [stage.First]);
        await stage.Slice.WorkAsync(Lane.Network);

        await stage.EditAsync(post.Id, c => c with { Media = [dot] });
        await stage.Slice.WorkAsync(Lane.Network);

        (await stage.CopyAsync(post.Id)).Content.Link.ShouldBeNull();
        pages.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Long_words_of_a_page_are_cut_between_characters()
    {
        var family = "👨‍👩‍👧‍👦";
        var title = string.Concat(Enumerable.Repeat(family, 400));
        await using var stage = await OpenAsync(Pages(title, new string('d', 5000)));
        var post = await stage.DraftAsync(Text, on: [stage.First]);

        await stage.Slice.WorkAsync(Lane.Network);

        var card = (await stage.CopyAsync(post.Id)).Content.Link!;
        card.Title.ShouldBe(string.Concat(Enumerable.Repeat(family, 299)) + "…");
        Graphemes.Count(card.Description).ShouldBe(1000);
    }

    [Fact]
    public async Task A_network_that_makes_its_own_preview_gets_none_from_us()
    {
        var pages = Pages("Our lab");
        await using var stage = await OpenAsync(pages, linkCard: false);
        await stage.DraftAsync(Text);

        await stage.Slice.WorkAsync(Lane.Network);

        pages.Asked.ShouldBeEmpty();
    }

    private static PageDouble Pages(string title, string description = "", byte[]? picture = null)
    {
        var pages = new PageDouble();
        pages.Pages[Link] = new PageReading.Read(title, description, picture);
        return pages;
    }

    private static Task<PostStage> OpenAsync(PageDouble pages, bool linkCard = true) =>
        PostStage.OpenAsync(more: services =>
        {
            services.AddSingleton<IReadsPages>(pages);
            services.AddSingleton(
                BlueskyRules.Rules with
                {
                    Network = "Scripted",
                    LinkCard = linkCard,
                }
            );
        });

    private static Task<Outcome<EditedPost>> DropAsync(PostStage stage, long postId) =>
        stage.Slice.RunAsync<DropLinkCard, Outcome<EditedPost>>(d =>
            d.RunAsync(stage.Anna, postId, copyId: null, shownVersion: null, Ct)
        );

    private static Task<Outcome<Post>> AskAsync(PostStage stage, long postId) =>
        stage.Slice.RunAsync<AskLinkCard, Outcome<Post>>(d =>
            d.RunAsync(stage.Anna, postId, copyId: null, Ct)
        );

    private static async Task<IEnumerable<string>> FindingsAsync(PostStage stage, Copy copy) =>
        (
            await stage.Slice.RunAsync<CheckPost, IReadOnlyList<RuleFinding>>(c =>
                c.FindingsAsync(copy, Ct)
            )
        ).Select(f => f.Code);
}
