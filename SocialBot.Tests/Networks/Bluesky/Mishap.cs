namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>What can befall a call on its way to Bluesky's servers, in them, and on the way back.</summary>
public enum Mishap
{
    /// <summary>As a record that breaks the rules is refused.</summary>
    Refuse,

    /// <summary>The access token has ended, and the refresh token was revoked.</summary>
    EndSignIn,

    /// <summary>The access token has ended; renewing works.</summary>
    ExpireAccess,

    /// <summary>429 with <c>Retry-After</c> and <c>RateLimit-Reset</c>, as the real one answers.</summary>
    RateLimit,

    /// <summary>429 with <c>RateLimit-Reset</c> alone, as the documentation has it.</summary>
    RateLimitWithoutRetryAfter,

    /// <summary>500, in the words of a PDS; nothing was done.</summary>
    FailBefore,

    /// <summary>502 of a gateway, without a body; nothing was done.</summary>
    FailBeforeWithoutBody,

    /// <summary>500, in the words of a PDS; all was done.</summary>
    FailAfter,

    /// <summary>502 of a gateway, without a body; all was done.</summary>
    FailAfterWithoutBody,

    /// <summary>Done only after the wait, whether or not the caller is still there.</summary>
    HangBefore,

    /// <summary>Done at once, answered after the wait.</summary>
    HangAfter,

    /// <summary>The connection breaks before anything was done.</summary>
    LoseCall,

    /// <summary>The connection breaks after all was done.</summary>
    LoseAnswer,

    /// <summary>Half of the answer comes.</summary>
    CutAnswer,

    /// <summary>200 and something that is no JSON, as of a page somebody put in between.</summary>
    Garble,

    /// <summary>Accepted, and not to be read before the wait is over.</summary>
    ShowLate,
}
