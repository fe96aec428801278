using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>
/// What an answer means, by its code. The lexicons name only some of the codes; the others are those of Bluesky's own server
/// (github.com/bluesky-social/atproto, packages/pds).
/// </summary>
internal static class Outcomes
{
    /// <summary>Of the call that publishes: what got lost may be out.</summary>
    /// <param name="answer">Anything but a value.</param>
    public static PublishOutcome Of<T>(XrpcAnswer<T> answer) =>
        answer switch
        {
            XrpcAnswer<T>.Lost lost => new PublishOutcome.Unconfirmed(lost.Reason),
            _ => BeforeWriting(answer),
        };

    /// <summary>Of a call on the way to it (an upload, a look at the parent): whatever became of it, nothing is out.</summary>
    public static PublishOutcome BeforeWriting<T>(XrpcAnswer<T> answer) =>
        answer switch
        {
            XrpcAnswer<T>.SignInNeeded signIn => new PublishOutcome.SignInNeeded(signIn.Reason),
            XrpcAnswer<T>.NotSent notSent => new PublishOutcome.TryLater(
                notSent.After,
                notSent.Reason
            ),
            XrpcAnswer<T>.Lost lost => new PublishOutcome.TryLater(After: null, lost.Reason),
            XrpcAnswer<T>.Refused refused => OfRefusal(refused),
            _ => throw new InvalidOperationException("A value is for the caller to make sense of."),
        };

    /// <summary>Of a read.</summary>
    public static (string? SignIn, string Reason, TimeSpan? After) OfRead<T>(
        XrpcAnswer<T> answer
    ) =>
        BeforeWriting(answer) switch
        {
            PublishOutcome.SignInNeeded signIn => (signIn.Reason, signIn.Reason, null),
            PublishOutcome.TryLater later => (null, later.Reason, later.After),
            PublishOutcome.Rejected => (null, Reasons.NotAnswered, null),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

    /// <summary>
    /// Why the account itself is the trouble, else null. Each is a matter for who owns it, and until then nothing else will work: the
    /// account's health has to show it, so all are <see cref="PublishOutcome.SignInNeeded"/>, and the words say whether connecting
    /// again helps.
    /// </summary>
    public static string? AccountTrouble(int status, string code) =>
        code switch
        {
            "AccountTakedown" or "RepoTakendown" => Reasons.TakenDown,
            "AccountSuspended" or "RepoSuspended" => Reasons.Suspended,
            "AccountDeactivated" or "RepoDeactivated" => Reasons.Deactivated,
            "AccountNotFound" or "AccountDeleted" or "RepoNotFound" => Reasons.NoAccount,
            "ExpiredToken"
            or "InvalidToken"
            or "AuthMissing"
            or "AuthRequired"
            or "AuthenticationRequired"
            or "BadJwt"
            or "AuthFactorTokenRequired" => Reasons.SignIn,
            _ => status == 401 ? Reasons.SignIn : null,
        };

    private static PublishOutcome OfRefusal<T>(XrpcAnswer<T>.Refused refused)
    {
        if (refused.Status == 429 || refused.Code == "RateLimitExceeded")
            return new PublishOutcome.TryLater(refused.After, Reasons.TooMany);
        if (AccountTrouble(refused.Status, refused.Code) is { } trouble)
            return new PublishOutcome.SignInNeeded(trouble);
        return refused.Code switch
        {
            "BlobTooLarge" or "PayloadTooLarge" or "http-413" => new PublishOutcome.Rejected(
                "media.too-big",
                Reasons.TooBig
            ),
            "InvalidMimeType" => new PublishOutcome.Rejected(
                "media.type",
                "Bluesky does not take this kind of file. Use a JPEG, PNG or WebP picture."
            ),
            // The server has already swept away what we uploaded a moment ago; the next try uploads it again.
            "BlobNotFound" => new PublishOutcome.TryLater(
                After: null,
                "Bluesky lost an uploaded picture."
            ),
            // The same write is going on in another call, or someone changed the record meanwhile.
            "InvalidSwap" or "ConcurrentWrites" => new PublishOutcome.TryLater(
                After: null,
                "Bluesky was changing this account's records at the same moment."
            ),
            "UpstreamFailure" or "UpstreamTimeout" or "NotEnoughResources" =>
                new PublishOutcome.TryLater(
                    refused.After,
                    "A server that Bluesky needs for this did not answer."
                ),
            "MethodNotImplemented" or "XRPCNotSupported" => new PublishOutcome.Rejected(
                "unsupported",
                "The server this account lives on does not offer this."
            ),
            _ when refused.Status is >= 300 and < 400 => new PublishOutcome.TryLater(
                refused.After,
                "The account's server points to another address, which is not followed. If it has moved, connect the account again."
            ),
            _ => OfMessage(refused.Message),
        };
    }

    /// <summary>One code stands for everything that is wrong with a record; where it is wrong is told only in words: "… at $.record.text".</summary>
    private static PublishOutcome.Rejected OfMessage(string message) =>
        message.EndsWith("$.record.text", StringComparison.Ordinal)
            ? new PublishOutcome.Rejected("text.too-long", Reasons.TooLong)
        : message.Contains("blob too big", StringComparison.Ordinal)
            ? new PublishOutcome.Rejected("media.too-big", Reasons.TooBig)
        : new PublishOutcome.Rejected("invalid", Reasons.Invalid(message));
}
