using SocialBot.Core;
using SocialBot.Core.Links;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>What goes with a post's words: whether they are a thread, the link preview, the language.</summary>
public sealed class PostShapeVerbs(
    SplitIntoThread split,
    JoinThread join,
    DropLinkCard dropLink,
    AskLinkCard askLink,
    EditPost edit,
    PostHistory history,
    TellApprovals tell
) : IVerbs
{
    private const Roles Writers = Roles.Author | Roles.Approver | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<PostShapeVerbs>("post.split", (v, ask, ct) => v.SplitAsync(ask, false, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields = [new FormField("copy") { Required = false }],
        },
        Verb.Of<PostShapeVerbs>("post.number", (v, ask, ct) => v.SplitAsync(ask, true, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields = [new FormField("copy") { Required = false }],
        },
        Verb.Of<PostShapeVerbs>("post.join", (v, ask, ct) => v.JoinAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields = [new FormField("copy") { Required = false }],
        },
        Verb.Of<PostShapeVerbs>("post.unlink", (v, ask, ct) => v.UnlinkAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
        },
        Verb.Of<PostShapeVerbs>("post.link", (v, ask, ct) => v.LinkAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
        },
        Verb.Of<PostShapeVerbs>("post.language", (v, ask, ct) => v.LanguageAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields = [new FormField("language")],
        },
    ];

    private async Task<Reply> SplitAsync(Ask ask, bool numbered, CancellationToken ct) =>
        await MeantAsync(ask, ct) is not { } meant
            ? PostReplies.Refused(ask, new Refusal("copy.unknown", ask.Id))
            : await EditedAsync(
                ask,
                await split.RunAsync(
                    ask.Member,
                    ask.Id,
                    meant.Copies,
                    numbered,
                    ask.ShownVersion,
                    ct
                ),
                ct
            );

    private async Task<Reply> JoinAsync(Ask ask, CancellationToken ct) =>
        await MeantAsync(ask, ct) is not { } meant
            ? PostReplies.Refused(ask, new Refusal("copy.unknown", ask.Id))
            : await EditedAsync(
                ask,
                await join.RunAsync(ask.Member, ask.Id, meant.Copies, ask.ShownVersion, ct),
                ct
            );

    private async Task<Reply> UnlinkAsync(Ask ask, CancellationToken ct) =>
        await EditedAsync(
            ask,
            await dropLink.RunAsync(ask.Member, ask.Id, ask.PartId, ask.ShownVersion, ct),
            ct
        );

    private async Task<Reply> LinkAsync(Ask ask, CancellationToken ct) =>
        await askLink.RunAsync(ask.Member, ask.Id, ask.PartId, ct) switch
        {
            Outcome<Post>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => new Reply.Subject("post", ask.Id)
            {
                Notes = [ask.Words["post.link.asked", ask.Id]],
            },
        };

    private async Task<Reply> LanguageAsync(Ask ask, CancellationToken ct)
    {
        var typed = ask["language"]!.Trim();
        IReadOnlyList<string>? languages = typed.ToLowerInvariant() is "none" or "keine" or "-"
            ? []
            : SpokenLanguages.Read(typed);
        if (languages is null)
            return PostReplies.Refused(ask, new Refusal("language.unknown", typed));
        return await EditedAsync(
            ask,
            await edit.RunAsync(
                ask.Member,
                ask.Id,
                ask.PartId,
                shownVersion: null,
                content => content with { Languages = languages },
                ct
            ),
            ct
        );
    }

    /// <summary>Null = what was named is no copy of this post.</summary>
    private async Task<Meant?> MeantAsync(Ask ask, CancellationToken ct)
    {
        var copies = WhichCopy.Meant(ask, await history.FindAsync(ask.Id, ct));
        return copies is { Count: 0 } ? null : new Meant(copies);
    }

    private async Task<Reply> EditedAsync(
        Ask ask,
        Outcome<EditedPost> outcome,
        CancellationToken ct
    ) =>
        outcome switch
        {
            Outcome<EditedPost>.Done done => new Reply.Subject("post", ask.Id)
            {
                Notes = await tell.RunAsync(done.Value, "approvals.fallen.edited", ask.Words, ct),
            },
            Outcome<EditedPost>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => new Reply.Subject("post", ask.Id),
        };

    /// <param name="Copies">Null = all that it fits.</param>
    private sealed record Meant(IReadOnlyList<long>? Copies);
}
