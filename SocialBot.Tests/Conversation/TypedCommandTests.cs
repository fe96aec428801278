using System.Text.RegularExpressions;
using Shouldly;
using SocialBot.Dialogs.Conversation;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Conversation;

/// <summary>Every button has a typed command of the same meaning, and every typed command means its own verb.</summary>
public sealed partial class TypedCommandTests
{
    private static readonly VerbCatalogue Verbs = new();

    [Fact]
    public void Every_button_presses_a_verb_that_can_be_typed_or_only_steers_the_conversation()
    {
        var buttons = Directory
            .EnumerateFiles(
                SharedData.Project("SocialBot.Dialogs"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .SelectMany(file => Buttons().Matches(File.ReadAllText(file)))
            .Select(m => m.Groups["verb"].Value)
            .Distinct()
            .ToList();
        buttons.Count.ShouldBeGreaterThan(30);
        foreach (var name in buttons)
        {
            var verb = Verbs.Find(name).ShouldNotBeNull(name);
            if (verb.ButtonOnly)
                name.ShouldBeOneOf("yes", "continue", "which", "carry");
            else
                foreach (var language in Words.Languages)
                    Words.Book(language).ContainsKey($"{name}.typed").ShouldBeTrue(name);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_typed_command_means_its_own_verb(string language)
    {
        foreach (
            var verb in Verbs.All.Where(v => Words.Book(language).ContainsKey($"{v.Name}.typed"))
        )
        foreach (var pattern in Words.Book(language)[$"{verb.Name}.typed"].Split('|'))
        {
            var line = Field().Replace(pattern.Trim(), m => m.Value == "{n}" ? "214" : "something");
            var read = Verbs.ReadTyped(line, language).ShouldNotBeNull(line);
            read.Verb.Name.ShouldBe(verb.Name, line);
            if (pattern.Contains("{n}", StringComparison.Ordinal))
                read.Subject.ShouldBe(214, line);
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void What_is_done_to_a_post_or_case_takes_its_number(string language)
    {
        foreach (var verb in Verbs.All.Where(v => v is { Subject: not null, ButtonOnly: false }))
            Words
                .Book(language)[$"{verb.Name}.typed"]
                .Contains("{n}", StringComparison.Ordinal)
                .ShouldBeTrue(verb.Name);
    }

    /// <summary><c>"help:0:0"</c>, <c>new CardCommand("post.show"</c>, <c>Button("post.edit"</c>.</summary>
    [GeneratedRegex(
        """
            (?:CardCommand|Button)\(\s*"(?<verb>[a-z]+(?:\.[a-z-]+)*)"|"(?<verb>[a-z]+(?:\.[a-z-]+)*):0:0
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Buttons();

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Field();
}
