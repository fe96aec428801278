using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Connectors.Chat.Local;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Migrations.Sqlite;

namespace SocialBot.Tests.Chat.Local;

/// <summary>The local chat on a real port, with the sample team in a real database and a bot that does as the test says.</summary>
internal sealed class LocalChatHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 6, 9, 7, 12, 0, TimeSpan.Zero);

    private const string StandInPicture = """
        <svg xmlns="http://www.w3.org/2000/svg" width="640" height="240"><rect width="640" height="240" fill="#9db4d3"/><circle cx="480" cy="90" r="44" fill="#f5e6b8"/><path d="M0 240 170 90l120 110 90-70 260 110z" fill="#4b6a8f"/></svg>
        """;

    private readonly string folder = Path.Combine(
        Path.GetTempPath(),
        $"socialbot-localchat-{Guid.NewGuid():N}"
    );
    private readonly List<IDisposable> opened = [];
    private WebApplication app = null!;

    private LocalChatHost() { }

    public FakeBot Bot { get; } = new();
    public FakeTimeProvider Clock { get; } = new(Start);
    public Uri Address { get; private set; } = null!;
    public IChatPlatform Platform => app.Services.GetRequiredService<IChatPlatform>();
    public LocalChatStore Store => app.Services.GetRequiredService<LocalChatStore>();

    /// <param name="settings">As <c>--LocalChat:Enabled=false</c>.</param>
    public static async Task<LocalChatHost> OpenAsync(params string[] settings)
    {
        var host = new LocalChatHost();
        Directory.CreateDirectory(host.folder);
        await host.StartAsync(settings);
        await host.SeedAsync();
        return host;
    }

    /// <summary>The program ends and starts again on the same files.</summary>
    public async Task RestartAsync()
    {
        await app.DisposeAsync();
        await StartAsync([]);
    }

    /// <summary>The page as one person's browser gets it.</summary>
    public async Task<IDocument> PageAsync(string person, string? conversation = null) =>
        await ReadPageAsync(
            await Client().GetAsync(new Uri(PageOf(person, conversation), UriKind.Relative))
        );

    public static string PageOf(string person, string? conversation = null) =>
        conversation is null
            ? $"/?as={person}"
            : $"/?as={person}&in={Uri.EscapeDataString(conversation)}";

    public static async Task<IDocument> ReadPageAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> SayAsync(
        string person,
        string conversation,
        string text,
        string? id = null
    ) =>
        PostAsync(
            "/local/say",
            ("as", person),
            ("in", conversation),
            ("id", id ?? $"{Guid.NewGuid()}"),
            ("text", text)
        );

    /// <summary>Presses a button as a browser without script does: with everything that stands in the form.</summary>
    public Task<HttpResponseMessage> PressAsync(
        IDocument page,
        string command,
        params (string Name, string Value)[] typed
    )
    {
        var button = page.QuerySelectorAll<IHtmlButtonElement>("button[name=command]")
            .First(b => b.Value == command && !b.HasAttribute("hidden"));
        var fields = FieldsOf(button.Form!)
            .Where(f => !typed.Any(t => t.Name == f.Name))
            .Concat(typed)
            .Append(("command", command));
        return PostAsync(button.Form!.GetAttribute("action")!, [.. fields]);
    }

    public Task<HttpResponseMessage> PostAsync(
        string path,
        params (string Name, string Value)[] fields
    ) =>
        Client()
            .PostAsync(
                new Uri(path, UriKind.Relative),
                new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)))
            );

    /// <summary>The successful controls of a form, as HTML has it.</summary>
    private static IEnumerable<(string Name, string Value)> FieldsOf(IHtmlFormElement form) =>
        form
            .Elements.OfType<IHtmlElement>()
            .Select(e =>
                e switch
                {
                    IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => default,
                    IHtmlInputElement input => (input.Name!, input.Value),
                    IHtmlTextAreaElement area => (area.Name!, area.Value),
                    IHtmlSelectElement select => (select.Name!, select.Value!),
                    _ => default,
                }
            )
            .Where(f => !string.IsNullOrEmpty(f.Item1));

    public static ChatPlace Personal(string userId) => Place($"personal:{userId}", personal: true);

    public static ChatPlace Room(string conversation) => Place(conversation, personal: false);

    /// <summary>Another browser: it follows no redirect by itself.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = Address,
        };
        opened.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        opened.ForEach(o => o.Dispose());
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StartAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = folder,
                Args = ["--environment=Development", .. settings],
            }
        );
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddScoped<WorkspaceScope>();
        builder.Services.AddSingleton<DueSignal>();
        builder.Services.AddSingleton<WakeOnCommit>();
        builder.Services.AddScoped<WhoIsOnPlatform>();
        builder.Services.AddSqliteDatabase($"Data Source={Path.Combine(folder, "socialbot.db")}");
        builder.Services.AddSingleton<IAnswersChat>(Bot);
        builder.Services.AddSingleton<IShowsInChat>(Bot);
        builder.Services.AddLocalChat(builder.Configuration);
        app = builder.Build();
        app.Use(ComeFromElsewhere);
        app.MapLocalChat();
        app.MapGet("/media/{key}", () => Results.Text(StandInPicture, "image/svg+xml"));
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
    }

    /// <summary>A test on loopback can still be a caller from another machine.</summary>
    private static Task ComeFromElsewhere(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers["Test-Caller"].ToString() is { Length: > 0 } caller)
            http.Connection.RemoteIpAddress = IPAddress.Parse(caller);
        return next(http);
    }

    private async Task SeedAsync()
    {
        var workspace = new Workspace
        {
            Name = "Acme",
            TimeZone = "Europe/Berlin",
            IsSample = true,
            CreatedAt = Start,
        };
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
            await db.Database.EnsureCreatedAsync();
            db.Workspaces.Add(workspace);
            await db.SaveChangesAsync();
        }
        await InWorkspaceAsync(
            workspace.Id,
            async db =>
            {
                await AddAsync(db, "Anna", "anna", Roles.Author);
                await AddAsync(db, "Omar", "omar", Roles.Approver);
                await AddAsync(db, "Carl", "carl", Roles.CommunityManager);
                await AddAsync(db, "Nils", "nils", Roles.Analyst);
                await AddAsync(db, "Ada", "ada", Roles.Admin);
                foreach (var purpose in Enum.GetValues<RoomPurpose>())
                {
                    var name = purpose.ToString().ToLowerInvariant();
                    db.Rooms.Add(
                        new Room
                        {
                            Purpose = purpose,
                            Platform = "local",
                            Tenant = "",
                            Conversation = name,
                            Name = name,
                        }
                    );
                }
            }
        );
    }

    public async Task InWorkspaceAsync(long id, Func<SocialBotDb, Task> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(id);
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        await work(db);
        await db.SaveChangesAsync();
    }

    private static async Task AddAsync(SocialBotDb db, string name, string userId, Roles roles)
    {
        var member = new Member { Name = name, Roles = roles };
        db.Members.Add(member);
        await db.SaveChangesAsync();
        db.Identities.Add(
            new MemberIdentity
            {
                MemberId = member.Id,
                Platform = "local",
                Tenant = "",
                UserId = userId,
            }
        );
    }

    private static ChatPlace Place(string conversation, bool personal) =>
        new("local", Tenant: "", conversation, Thread: null, personal, Reference: null);
}
