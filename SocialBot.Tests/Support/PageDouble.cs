using System.Collections.Concurrent;
using SocialBot.Core.Links;

namespace SocialBot.Tests.Support;

/// <summary>Pages by address, without a web; remembers what was asked for.</summary>
internal sealed class PageDouble : IReadsPages
{
    public ConcurrentDictionary<string, PageReading> Pages { get; } = new();
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Runs while a page is read: what may happen in the meantime.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public async Task<PageReading> ReadAsync(Uri address, CancellationToken ct)
    {
        Asked.Enqueue(address.OriginalString);
        await Meanwhile();
        return Pages.GetValueOrDefault(address.OriginalString, new PageReading.Unreadable());
    }
}
