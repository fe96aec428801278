using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SocialBot.Core.Storage;

/// <summary>Instants as UTC microseconds: sortable and comparable on every database.</summary>
internal sealed class UtcMicros()
    : ValueConverter<DateTimeOffset, long>(at => ToMicros(at), micros => FromMicros(micros))
{
    public static long ToMicros(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicros(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}

internal static class JsonColumn
{
    /// <summary>An immutable value kept as JSON text: compared and copied by that text.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property)
        where T : class
    {
        property.HasConversion(
            new ValueConverter<T, string>(
                value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
                text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!
            ),
            new ValueComparer<T>(
                (a, b) =>
                    JsonSerializer.Serialize(a, JsonSerializerOptions.Web)
                    == JsonSerializer.Serialize(b, JsonSerializerOptions.Web),
                value =>
                    StringComparer.Ordinal.GetHashCode(
                        JsonSerializer.Serialize(value, JsonSerializerOptions.Web)
                    ),
                value => value
            )
        );
        return property;
    }
}
