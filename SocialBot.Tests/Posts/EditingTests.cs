using Shouldly;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class EditingTests
{
    /// <summary>Every way in which content can change, each with a value that no other case has.</summary>
    public static TheoryData<string> Mutations =>
        [
            "text",
            "text: one space more",
            "text: another letter case",
            "first comment",
            "thread",
            "thread: order",
            "thread: one part fewer",
            "picture added",
            "picture removed",
            "picture exchanged",
            "pictures swapped",
            "alt text",
            "alt text removed",
        ];

    private static readonly AttachedMedia Cat = Picture("cat", "A cat");
    private static readonly AttachedMedia Dog = Picture("dog", "A dog");

    private static readonly CopyContent Before = new()
    {
        Text = "We open our lab",
        FirstComment = "Directions",
        Thread = ["one", "two"],
        Media = [Cat, Dog],
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_change_of_one_copy_voids_exactly_its_approvals(string what)
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await ApprovedAsync(stage);
        var touched = post.Copies.Single(c => c.AccountId == stage.First.Id);

        var edited = (
            await stage.EditAsync(post.Id, Mutate(what), copy: touched.Id)
        ).ShouldBeDone();

        edited.Fallen.ShouldHaveSingleItem().CopyId.ShouldBe(touched.Id);
        var approvals = await stage.ApprovalsAsync(post.Id);
        approvals.Single(a => a.CopyId == touched.Id).VoidReason.ShouldBe("edited");
        approvals.Single(a => a.CopyId != touched.Id).Counts.ShouldBeTrue();
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Draft);
        (await stage.CopyAsync(post.Id, stage.Second)).Status.ShouldBe(CopyStatus.Approved);

        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.ShouldHaveSingleItem().Account.Handle.ShouldBe("two");
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_change_of_all_copies_voids_all_approvals(string what)
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await ApprovedAsync(stage);

        (await stage.EditAsync(post.Id, Mutate(what))).ShouldBeDone().Fallen.Count.ShouldBe(2);

        (await stage.ApprovalsAsync(post.Id)).ShouldAllBe(a => !a.Counts);
        await stage.ToAsync(PostStage.Noon);
        stage.Network.Got.ShouldBeEmpty();
    }

    /// <summary>
    /// Any row of edits, approvals and moves: a copy goes out only with a counting approval of exactly the content that goes out.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_happens_before_nothing_goes_out_but_what_was_approved(int seed)
    {
        await using var stage = await PostStage.OpenAsync();
        var random = new Random(seed);
        var post = await ApprovedAsync(stage);
        var mutations = Mutations.Select(m => m.Data).ToList();
        var approved = new HashSet<string>(post.Copies.Select(c => c.Revision));
        for (var step = 0; step < 25; step++)
        {
            var before = await stage.PostAsync(post.Id);
            long? one = random.Next(2) == 0 ? null : before.Copies[random.Next(2)].Id;
            switch (random.Next(6))
            {
                case 0 or 1:
                    await stage.EditAsync(
                        post.Id,
                        Mutate(mutations[random.Next(mutations.Count)], $" {step}"),
                        copy: one
                    );
                    break;
                case 2:
                    await stage.SubmitAsync(post.Id);
                    break;
                case 3:
                    await stage.ApproveAsync(
                        random.Next(2) == 0 ? stage.Omar : stage.Anna,
                        post.Id,
                        shown: random.Next(3) == 0 ? before.Version - 1 : null,
                        copies: one is { } id ? [id] : null
                    );
                    break;
                case 4:
                    await stage.MoveAsync(
                        post.Id,
                        PostStage.Noon.AddHours(random.Next(0, 60)),
                        copy: one
                    );
                    break;
                default:
                    await stage.WithdrawAsync(post.Id);
                    break;
            }
            await CheckAsync(stage, post.Id, approved);
        }

        await stage.ToAsync(PostStage.Noon.AddHours(60));
        var end = await stage.PostAsync(post.Id);
        foreach (var sent in stage.Network.Published)
        {
            var copy = end.Copies.Single(c => c.Account.Handle == sent.Account.Handle);
            sent.Post.Text.ShouldBe(copy.Content.Text);
            approved.ShouldContain(copy.Revision);
        }
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_told_so_and_keeps_the_approvals()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();

        (await stage.EditAsync(post.Id, c => c with { Text = c.Text })).ShouldBeRefused(
            "edit.nothing-changed"
        );

        (await stage.ApprovalsAsync(post.Id)).ShouldAllBe(a => a.Counts);
        (await stage.PostAsync(post.Id)).Version.ShouldBe(post.Version);
    }

    [Fact]
    public async Task An_edit_of_an_older_version_overwrites_nothing()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync();
        (
            await stage.EditAsync(post.Id, c => c with { Text = "Olga's" }, by: stage.Olga)
        ).ShouldBeDone();

        (
            await stage.EditAsync(post.Id, c => c with { Text = "Anna's" }, shown: post.Version)
        ).ShouldBeRefused("post.changed");

        (await stage.CopyAsync(post.Id)).Content.Text.ShouldBe("Olga's");
    }

    [Fact]
    public async Task Only_the_author_an_approver_or_an_Admin_edits()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync();
        var boris = await stage.Slice.DbAsync(async db =>
        {
            var other = new Core.Workspaces.Member
            {
                Name = "Boris",
                Roles = Core.Workspaces.Roles.Author,
            };
            db.Members.Add(other);
            await db.SaveChangesAsync(PostStage.Ct);
            return other;
        });

        foreach (
            var stranger in (Core.Workspaces.Member[])[boris, stage.Slice.Carl, stage.Slice.Nils]
        )
            (
                await stage.EditAsync(post.Id, c => c with { Text = "x" }, by: stranger)
            ).ShouldBeRefused("post.not-yours");
        foreach (var allowed in (Core.Workspaces.Member[])[stage.Anna, stage.Olga, stage.Ada])
            (
                await stage.EditAsync(post.Id, c => c with { Text = allowed.Name }, by: allowed)
            ).ShouldBeDone();
    }

    [Fact]
    public async Task What_is_out_is_not_edited_and_what_never_was_is_unknown()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.PublishedAsync();

        (await stage.EditAsync(post.Id, c => c with { Text = "x" })).ShouldBeRefused(
            "post.already-left"
        );
        (
            await stage.EditAsync(post.Id, c => c with { Text = "x" }, copy: post.Copies[0].Id)
        ).ShouldBeRefused("copy.already-left");
        (await stage.EditAsync(post.Id, c => c with { Text = "x" }, copy: 999)).ShouldBeRefused(
            "copy.unknown"
        );
        (await stage.EditAsync(999, c => c with { Text = "x" })).ShouldBeRefused("post.unknown");
    }

    [Fact]
    public async Task Every_content_that_ever_was_can_be_read_by_its_revision()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.DraftAsync("one");
        await stage.EditAsync(post.Id, c => c with { Text = "two" });
        await stage.EditAsync(post.Id, c => c with { Text = "one" });

        var kept = await stage.Slice.DbAsync(db =>
            Task.FromResult(db.Revisions.Select(r => r.Content).AsEnumerable().ToList())
        );

        kept.Count.ShouldBe(4);
        kept.Select(c => c.Text).Distinct().ShouldBe(["one", "two"], ignoreOrder: true);
    }

    private static async Task<Post> ApprovedAsync(PostStage stage)
    {
        await stage.Slice.DbAsync(async db =>
        {
            foreach (var picture in (AttachedMedia[])[Cat, Dog, Picture("owl", "")])
                db.Media.Add(
                    new Core.Media.Medium
                    {
                        Key = picture.Key,
                        Sha256 = picture.Sha256,
                        ContentType = picture.ContentType,
                        Bytes = RedDot.Png,
                        At = Slice.Start,
                    }
                );
            return await db.SaveChangesAsync(PostStage.Ct);
        });
        var post = (
            await stage.TryDraftAsync(
                stage.Anna,
                [stage.First, stage.Second],
                Before,
                PostStage.At(PostStage.Noon)
            )
        ).ShouldBeDone();
        (await stage.SubmitAsync(post.Id)).ShouldBeDone();
        (await stage.ApproveAsync(stage.Omar, post.Id)).ShouldBeDone();
        return await stage.PostAsync(post.Id);
    }

    private static async Task CheckAsync(PostStage stage, long postId, HashSet<string> approved)
    {
        var approvals = await stage.ApprovalsAsync(postId);
        foreach (var copy in (await stage.PostAsync(postId)).Copies)
        {
            var counts = approvals.Any(a =>
                a.CopyId == copy.Id
                && a.Counts
                && a.Revision == copy.Revision
                && a.MemberId == stage.Omar.Id
            );
            (copy.Status == CopyStatus.Approved).ShouldBe(
                counts,
                $"{copy.Account.Label} is {copy.Status}"
            );
            (
                (await stage.DueAsync(Core.Publishing.PublishCopy.WorkKind)).Any(r =>
                    r.Subject == Core.Publishing.PublishCopy.Subject(copy.Id)
                )
            ).ShouldBe(counts, "in the due table exactly while approved");
            if (counts)
                approved.Add(copy.Revision);
        }
    }

    private static Func<CopyContent, CopyContent> Mutate(string what, string salt = "") =>
        what switch
        {
            "text" => c => c with { Text = $"We open our second lab{salt}" },
            "text: one space more" => c => c with { Text = c.Text + " " },
            "text: another letter case" => c => c with { Text = c.Text.ToUpperInvariant() + salt },
            "first comment" => c => c with { FirstComment = $"Parking{salt}" },
            "thread" => c => c with { Thread = ["one", $"three{salt}"] },
            "thread: order" => c => c with { Thread = [.. c.Thread.Reverse()] },
            "thread: one part fewer" => c => c with { Thread = [.. c.Thread.Skip(1)] },
            "picture added" => c => c with { Media = [.. c.Media, Picture("owl", salt)] },
            "picture removed" => c => c with { Media = [.. c.Media.Skip(1)] },
            "picture exchanged" => c => c with { Media = [Picture("owl", salt)] },
            "pictures swapped" => c => c with { Media = [.. c.Media.Reverse()] },
            "alt text" => c =>
                c with
                {
                    Media = [.. c.Media.Select(m => m with { AltText = $"Another{salt}" })],
                },
            "alt text removed" => c =>
                c with
                {
                    Media = [.. c.Media.Select(m => m with { AltText = null })],
                },
            _ => throw new ArgumentException(what, nameof(what)),
        };

    private static AttachedMedia Picture(string name, string alt)
    {
        var sha = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))
        );
        return new AttachedMedia(Id(name), name, sha, "image/png", 10, 10, 1, alt);
    }

    private static long Id(string name) => Array.IndexOf(["", "cat", "dog", "owl"], name);
}
