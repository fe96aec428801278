namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>What is known after a call.</summary>
internal abstract record XrpcAnswer<T>
{
    private XrpcAnswer() { }

    public sealed record Got(T Value) : XrpcAnswer<T>;

    /// <summary>The server understood and did nothing.</summary>
    /// <param name="Code">The error's name in the lexicons, else <c>http-</c> and the status.</param>
    /// <param name="Message">The server's own words: for people only beside ours.</param>
    /// <param name="After">How long to wait, where it said so.</param>
    public sealed record Refused(int Status, string Code, string Message, TimeSpan? After)
        : XrpcAnswer<T>;

    /// <summary>The session has ended and cannot be renewed.</summary>
    public sealed record SignInNeeded(string Reason) : XrpcAnswer<T>;

    /// <summary>Nothing left this machine.</summary>
    public sealed record NotSent(string Reason, TimeSpan? After = null) : XrpcAnswer<T>;

    /// <summary>It may have arrived.</summary>
    public sealed record Lost(string Reason) : XrpcAnswer<T>;

    /// <summary>The same without a value.</summary>
    public XrpcAnswer<TOther> As<TOther>() =>
        this switch
        {
            Refused r => new XrpcAnswer<TOther>.Refused(r.Status, r.Code, r.Message, r.After),
            SignInNeeded s => new XrpcAnswer<TOther>.SignInNeeded(s.Reason),
            NotSent n => new XrpcAnswer<TOther>.NotSent(n.Reason, n.After),
            Lost l => new XrpcAnswer<TOther>.Lost(l.Reason),
            _ => throw new InvalidOperationException("A value of one kind is none of another."),
        };
}
