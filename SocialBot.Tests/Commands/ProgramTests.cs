using Shouldly;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Commands;

/// <summary>The program as it is started from a command line, in a process and a folder of its own.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("socialbot-program-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Help_lists_every_command()
    {
        var (code, output) = await RunAsync("--help");
        code.ShouldBe(0);
        foreach (
            var word in new[]
            {
                "demo",
                "explain",
                "sandbox",
                "workspace create",
                "verify-audit",
                "migrate",
            }
        )
            output.ShouldContain(word);
    }

    [Fact]
    public async Task The_version_is_that_of_the_build()
    {
        var (code, output) = await RunAsync("--version");
        code.ShouldBe(0);
        output.Trim().ShouldMatch(@"^\d+\.\d+\.\d+");
    }

    [Theory]
    [InlineData("dmeo", "demo")]
    [InlineData("verify", "verify-audit")]
    [InlineData("--hlep", "--help")]
    public async Task An_unknown_word_is_refused_with_the_nearest_right_one(
        string said,
        string meant
    )
    {
        var (code, output) = await RunAsync(said);
        code.ShouldBe(2);
        output.ShouldContain($"I do not know '{said}'. Did you mean '{meant}'?");
    }

    [Fact]
    public async Task It_does_not_start_on_bad_settings_and_names_all_of_them_at_once()
    {
        var (code, output) = await RunAsync(
            "--urls=http://127.0.0.1:0",
            "--Database:Provider=Oracle",
            "--Clocks:TellDigests=00:00:00",
            "--Inbox:CardsPerHour=0",
            "--PublicUrl=ftp://example.org",
            "--Language:Provider=Oracle",
            "--ForwardedHeaders:KnownProxies:0=proxy.example.org"
        );
        code.ShouldBe(1);
        output.ShouldContain("SocialBot does not start");
        foreach (
            var key in new[]
            {
                "Database:Provider",
                "TellDigests",
                "CardsPerHour",
                "PublicUrl",
                "Language:Provider",
                "KnownProxies",
            }
        )
            output.ShouldContain(key);
    }

    [Fact]
    public async Task A_workspace_is_made_with_a_code_for_its_first_Admin_and_its_audit_trail_holds()
    {
        var (code, output) = await RunAsync(
            "workspace",
            "create",
            "Acme",
            "--zone",
            "Europe/Berlin"
        );
        code.ShouldBe(0, output);
        output.ShouldMatch("code [0-9A-F]{20}");

        (await RunAsync("workspace", "create", "Acme")).Output.ShouldContain(
            "There is a workspace \"Acme\" already."
        );
        (
            await RunAsync("workspace", "create", "Other", "--zone", "Mars/Base")
        ).Output.ShouldContain("I do not know the time zone Mars/Base.");
        var verified = await RunAsync("verify-audit");
        verified.Code.ShouldBe(0);
        verified.Output.ShouldContain("Acme: 1 entries hold");
        (await RunAsync("migrate")).Output.ShouldContain("up to date");
    }

    [Fact]
    public async Task Started_from_anywhere_it_finds_its_settings_and_listens()
    {
        await using var bot = ChildProcess.Start(
            folder.FullName,
            "--urls=http://127.0.0.1:0",
            "--Sandbox:Enabled=false"
        );
        var line = await bot.LineAsync("Health:");
        using var http = new HttpClient(new SocketsHttpHandler());
        (
            await http.GetStringAsync(
                line["Health:".Length..]
                    .Trim()
                    .Replace("/ready", "/live", StringComparison.Ordinal),
                Ct
            )
        ).ShouldBe("Healthy");
        File.Exists(Path.Combine(folder.FullName, "data", "socialbot.db")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Luis", "Endpoint", "AppId", "Key")]
    [InlineData("Clu", "Endpoint", "Key", "Project", "Deployment")]
    public async Task A_language_service_without_its_settings_is_refused_by_every_name(
        string provider,
        params string[] missing
    )
    {
        var (code, output) = await RunAsync(
            "--urls=http://127.0.0.1:0",
            $"--Language:Provider={provider}"
        );
        code.ShouldBe(1);
        foreach (var key in missing)
            output.ShouldContain($"Language:{provider}:{key} is missing.");
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var program = ChildProcess.Start(folder.FullName, arguments);
        var code = await program.ExitAsync(Ct);
        return (code, program.Output);
    }
}
