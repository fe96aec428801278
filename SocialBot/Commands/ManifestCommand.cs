namespace SocialBot.Commands;

/// <summary><c>manifest --app-id GUID --host HOST --out FILE</c>: the package that is uploaded to Teams. Touches nothing but that file.</summary>
internal static class ManifestCommand
{
    private const string Usage =
        "Say: manifest --app-id GUID --host bot.example.com --out socialbot.zip [--package-version 1.0.0]";

    /// <returns>0; 1 when the file cannot be written; 2 for arguments that make no sense.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        string? appId = null,
            host = null,
            file = null,
            version = null;
        for (var i = 0; i < args.Length; i += 2)
            switch (args[i])
            {
                case "--app-id" when i + 1 < args.Length:
                    appId = args[i + 1];
                    break;
                case "--host" when i + 1 < args.Length:
                    host = args[i + 1];
                    break;
                case "--out" when i + 1 < args.Length:
                    file = args[i + 1];
                    break;
                case "--package-version" when i + 1 < args.Length:
                    version = args[i + 1];
                    break;
                default:
                    return await RefuseAsync(error, $"I do not understand '{args[i]}'.", Usage);
            }
        if (appId is null || host is null || file is null)
            return await RefuseAsync(error, Usage);
        if (AppPackage.AppId(appId) is not { } id)
            return await RefuseAsync(
                error,
                $"'{appId}' is no app id. It is the Application (client) ID of the bot's registration in Entra,",
                "a GUID like 1b2f6d0e-8c5a-4f0d-9a53-2d0f1c7e4b10, and the same as the setting Teams:AppId."
            );
        if (AppPackage.Host(host) is not { } name)
            return await RefuseAsync(
                error,
                $"'{host}' is no public host name. Give the name alone under which the bot is reached by HTTPS, as in PublicUrl,",
                "without https://, port or path, for instance bot.contoso.com."
            );
        if (version is not null && !AppPackage.IsVersion(version))
            return await RefuseAsync(
                error,
                $"'{version}' is no version. Give three numbers, for instance 1.0.1, higher than those of the package before."
            );
        try
        {
            await File.WriteAllBytesAsync(file, AppPackage.Build(id, name, version), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"'{file}' cannot be written: {e.Message}");
            return 1;
        }
        await output.WriteLineAsync(
            $"{file} is the Teams app package of the bot {id} at https://{name}."
        );
        await output.WriteLineAsync(
            "Upload it in the Teams admin center under Manage apps, or in Teams under Apps, Manage your apps, Upload an app."
        );
        return 0;
    }

    private static async Task<int> RefuseAsync(TextWriter error, params string[] lines)
    {
        foreach (var line in lines)
            await error.WriteLineAsync(line);
        return 2;
    }
}
