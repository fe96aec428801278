using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Approvals;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>The connector in the real Core, with a connected account, against the double.</summary>
public abstract class BlueskyBench : IAsyncLifetime
{
    protected const string Put = "com.atproto.repo.putRecord";
    protected const string Upload = "com.atproto.repo.uploadBlob";
    protected const string Refresh = "com.atproto.server.refreshSession";
    protected const string SignIn = "com.atproto.server.createSession";

    private readonly CapturedLogs logs = new();

    protected FakeTimeProvider Clock { get; } = new(Slice.Start);

    private protected BlueskyDouble Bluesky { get; private set; } = null!;
    private protected DoubleAccount Brand { get; private set; } = null!;
    protected Slice Slice { get; private set; } = null!;

    /// <summary>As it was when it was connected: its secret may be an old one.</summary>
    protected NetworkAccount Account { get; private set; } = null!;

    protected string Logs => logs.All;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Bluesky = await BlueskyDouble.OpenAsync(Clock);
        Slice = await Slice.OpenAsync(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddLogging(l => l.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
            Bluesky.Register(services);
        });
        var profile = await Bluesky.ConnectAsync("acme");
        Brand = Bluesky.Account("acme");
        await Slice.DbAsync(async db =>
        {
            db.Accounts.Add(
                new Account
                {
                    Network = "Bluesky",
                    Handle = profile.Handle,
                    RemoteId = profile.RemoteId,
                    Settings = profile.Settings,
                    ProtectedSecret = $"sealed:{profile.Secret}",
                }
            );
            return await db.SaveChangesAsync(Ct);
        });
        Account = await OpenedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Slice.DisposeAsync();
        await Bluesky.DisposeAsync();
        logs.Dispose();
        GC.SuppressFinalize(this);
    }

    protected TRole Role<TRole>()
        where TRole : class, INetwork =>
        Slice.Services.GetRequiredService<NetworkCatalogue>().Find<TRole>("Bluesky")!;

    protected Task<Account> StoredAsync() =>
        Slice.DbAsync(db => db.Accounts.AsNoTracking().SingleAsync(Ct));

    /// <summary>With the secret that is stored now, as a worker has it.</summary>
    protected async Task<PublishOutcome> PublishAsync(string text, params OutgoingMedia[] media) =>
        await PublishAsync(await OpenedAsync(), text, media);

    protected Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        string text,
        params OutgoingMedia[] media
    ) =>
        Role<IPublishes>()
            .PublishAsync(
                account,
                new OutgoingPost(AttemptKey.New(Clock.GetUtcNow()), text, media),
                Ct
            );

    private async Task<NetworkAccount> OpenedAsync() =>
        (await StoredAsync()).Open(Slice.Services.GetRequiredService<IKeepsSecrets>());

    /// <summary>Somebody types handle and app password on the page.</summary>
    protected Task<ConnectStep> TypeAsync(string handle, string password) =>
        Role<IConnects>()
            .BeginAsync(
                Role<IConnects>()
                    .Fields.ToDictionary(
                        f => f.Name,
                        f => f.Secret ? password : handle,
                        StringComparer.Ordinal
                    ),
                new Uri("https://bot.test/connect"),
                "state",
                Ct
            );

    protected async Task<Copy> ApproveAsync(string text)
    {
        var account = await StoredAsync();
        var post = Done(
            await Slice.RunAsync<DraftPost, Outcome<Post>>(d =>
                d.RunAsync(
                    Slice.Anna,
                    [account.Id],
                    new CopyContent { Text = text },
                    when: null,
                    Ct
                )
            )
        );
        Done(
            await Slice.RunAsync<SubmitPost, Outcome<Post>>(s =>
                s.RunAsync(Slice.Anna, post.Id, shownVersion: null, Ct)
            )
        );
        Done(
            await Slice.RunAsync<ApprovePost, Outcome<ApprovedPost>>(a =>
                a.RunAsync(Slice.Omar, post.Id, shownVersion: null, copyIds: null, Ct)
            )
        );
        return post.Copies.Single();
    }

    protected Task<Copy> ReadAsync(Copy copy) =>
        Slice.DbAsync(db => db.Copies.AsNoTracking().SingleAsync(c => c.Id == copy.Id, Ct));

    private static T Done<T>(Outcome<T> outcome) =>
        outcome.ShouldBeOfType<Outcome<T>.Done>(outcome.ToString()).Value;
}
