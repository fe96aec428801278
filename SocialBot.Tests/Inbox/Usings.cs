global using Case = SocialBot.Core.Inbox.Case;
