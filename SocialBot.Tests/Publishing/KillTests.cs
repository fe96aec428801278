using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Connectors.Networks;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;
using SocialBot.Migrations.Sqlite;
using SocialBot.Tests.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Publishing;

/// <summary>
/// The Sandbox in a process of its own, the bot in another on its own data folder. The bot is killed with SIGKILL in the middle
/// of publishing and started again: the post is out once, as the Sandbox's ledger has it, and its card says so.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("socialbot-kill-").FullName;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private ChildProcess sandbox = null!;
    private ChildProcess bot = null!;
    private ServiceProvider domain = null!;

    public async ValueTask InitializeAsync()
    {
        sandbox = ChildProcess.Start(
            folder,
            "sandbox",
            "--urls",
            "http://127.0.0.1:0",
            $"--Sandbox:Database={Path.Combine(folder, "sandbox.db")}",
            "--Sandbox:Misbehave:Control=true"
        );
        http.BaseAddress = new Uri((await sandbox.LineAsync("Sandbox listens on")).Split(' ')[^1]);
        domain = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IKeepsSecrets, NoSecrets>()
            .AddCore()
            .AddNetworkRules()
            .AddSqliteDatabase($"Data Source={BotDatabase};Pooling=False")
            .BuildServiceProvider();
        bot = await StartBotAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await sandbox.DisposeAsync();
        await domain.DisposeAsync();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    // Killed as soon as the attempt is committed; the call may be on its way and is accepted after the bot's death.
    [InlineData(Mischief.DelayBefore, 1)]
    // Killed when the Sandbox has accepted and the answer is still to come.
    [InlineData(Mischief.DelayAfter, 60)]
    public async Task Killed_while_publishing_the_post_is_out_once_and_its_card_says_so(
        Mischief mischief,
        int seconds
    )
    {
        await MisbehaveAsync(mischief, TimeSpan.FromSeconds(seconds));
        var copyId = await ApproveAsync("Then the lights went out");

        await Eventually.TrueAsync(
            async () =>
                mischief == Mischief.DelayAfter
                    ? (await LedgerAsync()).Count == 1
                    : await InAsync(db => db.Attempts.AnyAsync(a => a.SettledAt == null, Ct)),
            "the bot is in the middle of publishing"
        );
        await bot.KillAsync();
        (await CopyAsync(copyId)).Status.ShouldBe(CopyStatus.Sending);

        await bot.DisposeAsync();
        bot = await StartBotAsync();
        await Eventually.TrueAsync(
            async () => (await CopyAsync(copyId)).Status == CopyStatus.Published,
            "the post is published",
            TimeSpan.FromSeconds(60)
        );

        var accepted = (await LedgerAsync()).ShouldHaveSingleItem();
        accepted.Text.ShouldBe("Then the lights went out");
        (await CopyAsync(copyId)).RemoteId.ShouldBe(accepted.Id);
        (await InAsync(db => db.Attempts.CountAsync(a => a.SettledAt == null, Ct))).ShouldBe(0);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string BotDatabase => Path.Combine(folder, "bot.db");

    /// <summary>Returns when the bot is ready and its sample workspace is there.</summary>
    private async Task<ChildProcess> StartBotAsync()
    {
        var started = ChildProcess.Start(
            folder,
            "--urls",
            "http://127.0.0.1:0",
            $"--ConnectionStrings:SocialBot=Data Source={BotDatabase}",
            "--SampleData:Enabled=true",
            "--LocalChat:Enabled=false",
            "--Sandbox:Enabled=true",
            $"--Sandbox:BaseUrl={http.BaseAddress}"
        );
        var ready = (await started.LineAsync("/health/ready")).Split(' ')[^1];
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.GetAsync(ready, Ct);
                return answer.IsSuccessStatusCode;
            },
            "the bot is ready",
            TimeSpan.FromSeconds(60)
        );
        return started;
    }

    private async Task MisbehaveAsync(Mischief mischief, TimeSpan wait)
    {
        var deed = new Misdeed
        {
            Do = mischief,
            On = SandboxCalls.Publish,
            Wait = wait,
            Next = 1,
        };
        using var answer = await http.PostAsJsonAsync(
            "sandbox/control",
            (Misdeed[])[deed],
            Json,
            Ct
        );
        answer.EnsureSuccessStatusCode();
    }

    private async Task<IReadOnlyList<LedgerLine>> LedgerAsync() =>
        (await http.GetFromJsonAsync<LedgerLines>("sandbox/ledger", Json, Ct))!.Entries;

    /// <summary>Anna drafts and submits, Omar approves, on the running bot's own database: it finds the due row by itself.</summary>
    private async Task<long> ApproveAsync(string text)
    {
        var (anna, omar, account) = await InAsync(async db =>
            (
                await db.Members.SingleAsync(m => m.Name == "Anna", Ct),
                await db.Members.SingleAsync(m => m.Name == "Omar", Ct),
                await db.Accounts.SingleAsync(Ct)
            )
        );
        var post = await DoAsync<DraftPost, Post>(d =>
            d.RunAsync(anna, [account.Id], new CopyContent { Text = text }, when: null, Ct)
        );
        await DoAsync<SubmitPost, Post>(s => s.RunAsync(anna, post.Id, shownVersion: null, Ct));
        await DoAsync<ApprovePost, ApprovedPost>(a =>
            a.RunAsync(omar, post.Id, shownVersion: null, copyIds: null, Ct)
        );
        return post.Copies.Single().Id;
    }

    private Task<Copy> CopyAsync(long id) =>
        InAsync(db => db.Copies.AsNoTracking().SingleAsync(c => c.Id == id, Ct));

    private Task<T> InAsync<T>(Func<SocialBotDb, Task<T>> read) =>
        ScopedAsync(services => read(services.GetRequiredService<SocialBotDb>()));

    private Task<T> DoAsync<TUseCase, T>(Func<TUseCase, Task<Outcome<T>>> run)
        where TUseCase : notnull =>
        ScopedAsync(async services =>
        {
            var outcome = await run(services.GetRequiredService<TUseCase>());
            return outcome.ShouldBeOfType<Outcome<T>.Done>(outcome.ToString()).Value;
        });

    private async Task<T> ScopedAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = domain.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var sample = await db.Workspaces.SingleAsync(w => w.IsSample, Ct);
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(sample.Id);
        return await work(scope.ServiceProvider);
    }

    /// <summary>The test approves; only the bot opens tokens.</summary>
    private sealed class NoSecrets : IKeepsSecrets
    {
        public string Protect(long workspaceId, string network, string remoteId, string secret) =>
            throw new NotSupportedException();

        public string Unprotect(
            long workspaceId,
            string network,
            string remoteId,
            string sealedSecret
        ) => throw new NotSupportedException();
    }
}
