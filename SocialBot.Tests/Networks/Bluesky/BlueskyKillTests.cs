using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Approvals;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// The whole bot in a process of its own publishes to Bluesky's own servers and is killed with SIGKILL between the commit of an attempt
/// and its settling, again and again. Each post is one record, and its card knows.
/// </summary>
public sealed class BlueskyKillTests : IAsyncDisposable
{
    /// <summary>How often; <c>SOCIALBOT_KILLS</c> says more than the few for which every run has the time.</summary>
    private static readonly int Kills = int.TryParse(
        Environment.GetEnvironmentVariable("SOCIALBOT_KILLS"),
        CultureInfo.InvariantCulture,
        out var kills
    )
        ? kills
        : 10;

    private readonly string folder = Directory.CreateTempSubdirectory("socialbot-kill-").FullName;

    [Fact]
    public async Task Killed_again_and_again_in_the_middle_of_publishing_each_post_is_one_record()
    {
        await using var network = RealBluesky.Open();
        var run = Guid.NewGuid().ToString("N")[..8];
        var random = new Random(20261125);
        await using var domain = SocialBotApp.Build([.. Arguments(network)]); // never started: its use cases, on the bot's own files
        await using (var first = StartBot(network))
        {
            await first.LineAsync("/health/ready");
            await Eventually.TrueAsync(
                () => IsSeededAsync(domain),
                "the sample workspace is there",
                TimeSpan.FromSeconds(60)
            );
        }
        var account = await ConnectAsync(domain, network);

        var inTheMiddle = 0;
        var posts = 0;
        while (inTheMiddle < Kills)
        {
            posts.ShouldBeLessThan(3 * Kills, "the kills come too late too often");
            var copyId = await ApproveAsync(domain, account, $"{run} number {posts++}");
            await using var bot = StartBot(network);
            await Eventually.TrueAsync(
                () => HasLeftAsync(domain, copyId),
                "the attempt is committed",
                TimeSpan.FromSeconds(60)
            );
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(40)), TimeProvider.System, Ct);
            await bot.KillAsync();
            if (await IsOpenAsync(domain, copyId))
                inTheMiddle++;
        }

        await using (var last = StartBot(network))
            await Eventually.TrueAsync(
                () =>
                    InAsync(
                        domain,
                        async db =>
                            await db.Copies.CountAsync(c => c.Status == CopyStatus.Published, Ct)
                                == posts
                            && !await db.Attempts.AnyAsync(a => a.SettledAt == null, Ct)
                    ),
                "every post is published",
                TimeSpan.FromSeconds(120)
            );

        var records = await TextsAsync(network, run);
        records
            .Order()
            .ShouldBe(Enumerable.Range(0, posts).Select(n => $"{run} number {n}").Order());
        TestContext.Current.SendDiagnosticMessage(
            $"{inTheMiddle} kills between call and settle, {posts} posts, {records.Count} records"
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<string> Arguments(RealBluesky network) =>
        [
            "--environment=Development",
            $"--contentRoot={folder}",
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:SocialBot=Data Source={Path.Combine(folder, "bot.db")};Pooling=False",
            "--SampleData:Enabled=true",
            "--Sandbox:Enabled=true",
            "--Bluesky:SettleWindow=00:00:01",
            $"--Bluesky:PlcUrl={network.Address("plc")}",
            $"--Bluesky:HandleResolver={network.Address("pds")}",
            $"--Web:TrustedHosts:0={new Uri(network.Address("pds")).Authority}",
            $"--Web:TrustedHosts:1={new Uri(network.Address("plc")).Authority}",
        ];

    /// <summary>The last thing that seeding makes.</summary>
    private static async Task<bool> IsSeededAsync(WebApplication domain)
    {
        await using var scope = domain.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<SocialBotDb>()
            .Accounts.IgnoreQueryFilters()
            .AnyAsync(Ct);
    }

    private ChildProcess StartBot(RealBluesky network) =>
        ChildProcess.Start(folder, Arguments(network));

    private async Task<long> ConnectAsync(WebApplication domain, RealBluesky network)
    {
        var profile = await network.ConnectAsync("brand");
        return await InAsync(
            domain,
            async db =>
            {
                var account = new Account
                {
                    Network = "Bluesky",
                    Handle = profile.Handle,
                    RemoteId = profile.RemoteId,
                    Settings = profile.Settings,
                    ProtectedSecret = domain
                        .Services.GetRequiredService<IKeepsSecrets>()
                        .Protect(db.WorkspaceId, "Bluesky", profile.RemoteId, profile.Secret!),
                };
                db.Accounts.Add(account);
                await db.SaveChangesAsync(Ct);
                return account.Id;
            }
        );
    }

    /// <summary>The texts of this run as the server has them: one for each record.</summary>
    private static async Task<List<string>> TextsAsync(RealBluesky network, string run)
    {
        var texts = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await RealBluesky.AskAsync(
                $"{network.Address("pds")}/xrpc/com.atproto.repo.listRecords?repo={network.Of("brand", "did")}"
                    + $"&collection=app.bsky.feed.post&limit=100&cursor={cursor}"
            );
            texts.AddRange(
                page.GetProperty("records")
                    .EnumerateArray()
                    .Select(r => r.GetProperty("value").GetProperty("text").GetString()!)
            );
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString() : null;
        }
        return [.. texts.Where(t => t.StartsWith(run, StringComparison.Ordinal))];
    }

    private static async Task<long> ApproveAsync(WebApplication domain, long account, string text)
    {
        var (anna, omar) = await InAsync(
            domain,
            async db =>
                (
                    await db.Members.SingleAsync(m => m.Name == "Anna", Ct),
                    await db.Members.SingleAsync(m => m.Name == "Omar", Ct)
                )
        );
        var post = await DoAsync<DraftPost, Post>(
            domain,
            d => d.RunAsync(anna, [account], new CopyContent { Text = text }, when: null, Ct)
        );
        await DoAsync<SubmitPost, Post>(
            domain,
            s => s.RunAsync(anna, post.Id, shownVersion: null, Ct)
        );
        await DoAsync<ApprovePost, ApprovedPost>(
            domain,
            a => a.RunAsync(omar, post.Id, shownVersion: null, copyIds: null, Ct)
        );
        return post.Copies.Single().Id;
    }

    private static Task<bool> HasLeftAsync(WebApplication domain, long copyId) =>
        InAsync(domain, db => db.Attempts.AnyAsync(a => a.Subject == $"copy:{copyId}", Ct));

    private static Task<bool> IsOpenAsync(WebApplication domain, long copyId) =>
        InAsync(
            domain,
            db =>
                db.Attempts.AnyAsync(a => a.Subject == $"copy:{copyId}" && a.SettledAt == null, Ct)
        );

    private static Task<T> InAsync<T>(WebApplication domain, Func<SocialBotDb, Task<T>> read) =>
        ScopedAsync(domain, services => read(services.GetRequiredService<SocialBotDb>()));

    private static Task<T> DoAsync<TUseCase, T>(
        WebApplication domain,
        Func<TUseCase, Task<Outcome<T>>> run
    )
        where TUseCase : notnull =>
        ScopedAsync(
            domain,
            async services =>
            {
                var outcome = await run(services.GetRequiredService<TUseCase>());
                return outcome.ShouldBeOfType<Outcome<T>.Done>(outcome.ToString()).Value;
            }
        );

    private static async Task<T> ScopedAsync<T>(
        WebApplication domain,
        Func<IServiceProvider, Task<T>> work
    )
    {
        await using var scope = domain.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var sample = await db.Workspaces.SingleAsync(w => w.IsSample, Ct);
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(sample.Id);
        return await work(scope.ServiceProvider);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
