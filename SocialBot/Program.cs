using SocialBot.Commands;

return await RunCommand.RunAsync(args);
