using Shouldly;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("handle_syntax_valid.txt", true)]
    [InlineData("handle_syntax_invalid.txt", false)]
    public void Handles_are_told_from_what_is_none(string file, bool valid) =>
        InteropFile.Lines(file).Where(line => AtSyntax.IsHandle(line) != valid).ShouldBeEmpty();

    [Theory]
    [InlineData("did_syntax_valid.txt", true)]
    [InlineData("did_syntax_invalid.txt", false)]
    public void Identities_are_told_from_what_is_none(string file, bool valid) =>
        InteropFile.Lines(file).Where(line => AtSyntax.IsDid(line) != valid).ShouldBeEmpty();

    [Theory]
    [InlineData("nsid_syntax_valid.txt", true)]
    [InlineData("nsid_syntax_invalid.txt", false)]
    public void Collections_are_told_from_what_is_none(string file, bool valid) =>
        InteropFile.Lines(file).Where(line => AtSyntax.IsNsid(line) != valid).ShouldBeEmpty();

    [Theory]
    [InlineData("recordkey_syntax_valid.txt", true)]
    [InlineData("recordkey_syntax_invalid.txt", false)]
    public void Record_keys_are_told_from_what_is_none(string file, bool valid) =>
        InteropFile.Lines(file).Where(line => AtSyntax.IsRecordKey(line) != valid).ShouldBeEmpty();

    [Fact]
    public void Addresses_of_records_are_read_as_they_are_written()
    {
        InteropFile
            .Lines("aturi_syntax_invalid.txt")
            .Where(line => AtUri.TryParse(line, out _))
            .ShouldBeEmpty();
        var whole = InteropFile
            .Lines("aturi_syntax_valid.txt")
            .Where(line =>
                line.StartsWith("at://did:", StringComparison.Ordinal)
                && line.Count(c => c == '/') == 4
            )
            .ToList();
        whole.Count.ShouldBeGreaterThan(5);
        foreach (var line in whole)
        {
            AtUri.TryParse(line, out var uri).ShouldBeTrue(line);
            uri!.ToString().ShouldBe(line);
        }
    }

    [Theory]
    [InlineData("brand.test")]
    [InlineData("@brand.test")]
    [InlineData("  @Brand.TEST ")]
    [InlineData("https://bsky.app/profile/brand.test")]
    [InlineData("https://bsky.app/profile/brand.test/post/3jzfcijpj2z2a")]
    [InlineData("bsky.app/profile/brand.test?ref=x")]
    [InlineData("at://brand.test")]
    [InlineData("\u202A@brand.test\u202C")]
    public void A_handle_is_taken_as_people_bring_it(string typed) =>
        TypedHandle.Read(typed).ShouldBe(new TypedHandle.Valid("brand.test"));

    [Theory]
    [InlineData("anna@brand.test")]
    [InlineData("@anna@mastodon.social")]
    public void An_address_for_mail_is_told_apart(string typed) =>
        TypedHandle.Read(typed).ShouldBeOfType<TypedHandle.Email>();

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("brand")]
    [InlineData("brand test")]
    [InlineData("https://bsky.app/profile/")]
    public void What_is_no_handle_is_not_taken(string typed) =>
        TypedHandle.Read(typed).ShouldBeOfType<TypedHandle.Wrong>();
}
