using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SocialBot.Connectors.Networks.Bluesky.Listening;

namespace SocialBot.Connectors.Networks.Bluesky.Wire;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(XrpcError))]
[JsonSerializable(typeof(ResolvedHandle))]
[JsonSerializable(typeof(NewSession))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(PutRecord))]
[JsonSerializable(typeof(DeleteRecord))]
[JsonSerializable(typeof(Written))]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(RecordFound))]
[JsonSerializable(typeof(RecordPage))]
[JsonSerializable(typeof(Uploaded))]
[JsonSerializable(typeof(DidDocument))]
[JsonSerializable(typeof(PostRecord))]
[JsonSerializable(typeof(LikeRecord))]
[JsonSerializable(typeof(PostViews))]
[JsonSerializable(typeof(PostRead))]
[JsonSerializable(typeof(ProfileView))]
[JsonSerializable(typeof(NotificationPage))]
[JsonSerializable(typeof(HeardPage))]
[JsonSerializable(typeof(ProfileViews))]
[JsonSerializable(typeof(BackwardWalk))]
[JsonSerializable(typeof(SearchWalks))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(AccountSettings))]
[JsonSerializable(typeof(AccountSecret))]
internal sealed partial class BlueskyJson : JsonSerializerContext;
