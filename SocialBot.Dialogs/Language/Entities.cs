namespace SocialBot.Dialogs.Language;

/// <summary>What a sentence names besides the request itself.</summary>
/// <param name="Networks">Names as the workspace spells them, in the order said, without the excluded ones.</param>
/// <param name="Excluded">Networks said to be left out: "everywhere but not on Facebook".</param>
/// <param name="Accounts">Accounts named by their handle.</param>
/// <param name="AllAccounts">"all accounts", "everywhere".</param>
/// <param name="Text">Quoted, or everything after the colon; as written.</param>
/// <param name="When">Null when the sentence names no date or time.</param>
/// <param name="WhenSaid">The words that <paramref name="When"/> was read from, as written.</param>
/// <param name="Period">"this week", for lists.</param>
/// <param name="Posts">Numbers said to be a post's: "post 214", "#214".</param>
/// <param name="Cases">Numbers said to be a case's: "case 12".</param>
/// <param name="Numbers">Numbers that stand alone.</param>
/// <param name="Reason">What follows "because".</param>
/// <param name="Mentions">People mentioned with @ that are no account's handle, as written.</param>
public sealed record Entities(
    IReadOnlyList<string> Networks,
    IReadOnlyList<string> Excluded,
    IReadOnlyList<KnownAccount> Accounts,
    bool AllAccounts,
    string? Text,
    WhenReading? When,
    string? WhenSaid,
    Period? Period,
    IReadOnlyList<long> Posts,
    IReadOnlyList<long> Cases,
    IReadOnlyList<long> Numbers,
    string? Reason,
    IReadOnlyList<string> Mentions
)
{
    /// <summary>The posts a request about posts means: a number that stands alone is a post's there.</summary>
    public IReadOnlyList<long> PostNumbers => Posts.Count > 0 ? Posts : Numbers;

    /// <summary>The cases a request about cases means.</summary>
    public IReadOnlyList<long> CaseNumbers => Cases.Count > 0 ? Cases : Numbers;
}

/// <summary>An account of the workspace that a sentence may name.</summary>
/// <param name="Handle">Without @.</param>
public sealed record KnownAccount(long Id, string Network, string Handle);

/// <summary>Whole days, both ends included.</summary>
public sealed record Period(DateOnly From, DateOnly To);
