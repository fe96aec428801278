namespace SocialBot.Commands;

internal static class HelpText
{
    public const string All = """
        SocialBot: social media management in the chat the team already lives in.

          (nothing)                     run the bot; settings as --Section:Key=value, --urls http://localhost:3978
          demo                          play the whole story, from draft to digest, and print it
          demo --bluesky FILE           the same with Bluesky's own servers, where .ci/with-bluesky runs them
          explain "a text"              what the bot makes of a text: intent, entities, mood, lengths
          explain --jsonl               the same for {"id","text"} lines on standard input; --now, --zone, --phrases FILE
          sandbox --urls ADDRESS        run the Sandbox network as a process of its own
          workspace create NAME --zone Europe/Berlin [--language de]
                                        make a workspace and a one-time code for its first Admin
          manifest --app-id GUID --host bot.example.com --out socialbot.zip [--package-version 1.0.0]
                                        build the Teams app package for a bot
          verify-audit                  walk every workspace's audit trail and name the first entry that does not hold
          migrate                       bring the database up to date and stop
          --help, --version
        """;
}
