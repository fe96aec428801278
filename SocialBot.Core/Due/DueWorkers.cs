using Microsoft.Extensions.DependencyInjection;

namespace SocialBot.Core.Due;

/// <summary>Which class does which kind of due work; only that one is made for a row.</summary>
public sealed class DueWorkers(IServiceScopeFactory scopes)
{
    private readonly Lazy<Dictionary<string, Type>> byKind = new(() =>
    {
        using var scope = scopes.CreateScope();
        return scope
            .ServiceProvider.GetServices<IDoesDueWork>()
            .ToDictionary(w => w.Kind, w => w.GetType(), StringComparer.Ordinal);
    });

    /// <summary>Null when nothing here does this kind.</summary>
    public IDoesDueWork? Find(string kind, IServiceProvider scope) =>
        byKind.Value.TryGetValue(kind, out var type)
            ? (IDoesDueWork)scope.GetRequiredService(type)
            : null;
}
