using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocialBot.Core.Cards;

/// <summary>A card as a row keeps it.</summary>
public static class CardJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameTheAlternatives } },
    };

    public static string Write(Card card) => JsonSerializer.Serialize(card, Options);

    public static Card Read(string json) =>
        JsonSerializer.Deserialize<Card>(json, Options)
        ?? throw new JsonException("A stored card was empty.");

    /// <summary>Equal for cards that show the same.</summary>
    public static string Hash(Card card) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(card))));

    private static void NameTheAlternatives(JsonTypeInfo type)
    {
        if (type.Type != typeof(CardBlock) && type.Type != typeof(CardInput))
            return;
        type.PolymorphismOptions = new JsonPolymorphismOptions
        {
            TypeDiscriminatorPropertyName = "kind",
        };
        foreach (
            var alternative in type.Type.GetNestedTypes().Where(t => t.IsSubclassOf(type.Type))
        )
            type.PolymorphismOptions.DerivedTypes.Add(
                new JsonDerivedType(alternative, alternative.Name.ToLowerInvariant())
            );
    }
}
