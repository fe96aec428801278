using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Networks;

namespace SocialBot.Tests.Networks;

/// <summary>A network's far side on loopback, for <see cref="NetworkContract"/>: speaks the vendor's wire, keeps a ledger, fails on demand.</summary>
public interface INetworkStandIn : IAsyncDisposable
{
    /// <summary>The connector's own registration, pointed at this stand-in.</summary>
    void Register(IServiceCollection services);

    /// <summary>A profile of the brand's, ready to be used.</summary>
    /// <param name="handle">Or what of it the network takes: the answer has it as it is there.</param>
    Task<ConnectedProfile> ConnectAsync(string handle);

    /// <summary>What befalls the next calls that publish or answer.</summary>
    /// <param name="wait">Of a delay, until it shows, or the Retry-After.</param>
    Task FailAsync(Fault fault, int times = 1, TimeSpan wait = default);

    /// <summary>How many calls that publish or answer have arrived, whatever became of them.</summary>
    int Arrived { get; }

    /// <summary>What was really accepted, in order: posts, parts and answers alike.</summary>
    Task<IReadOnlyList<AcceptedText>> AcceptedAsync();

    /// <summary>Somebody writes to the brand.</summary>
    /// <param name="under">The post, for a comment.</param>
    Task SayAsync(string author, IncomingKind kind, string text, string? under = null);

    /// <summary>Nobody listens there any more, or again.</summary>
    Task SetReachableAsync(bool reachable);
}

public sealed record AcceptedText(string RemoteId, string Text, string? InReplyTo);

public enum Fault
{
    Refuse,
    EndSignIn,
    RateLimit,
    FailBefore,
    FailAfter,
    HangBefore,
    HangAfter,
    LoseAnswer,
    CutAnswer,
    ShowLate,
    Process,
}
