using SocialBot.Core.Sentiment;

namespace SocialBot.Tests.Sentiment;

/// <summary>What customers of a café, an airline, a shop and an app write; none of it is in the texts that the model learned from.</summary>
internal static class UnseenComments
{
    public static IEnumerable<(SentimentLabel Label, string Text)> All =>
        Negative
            .Select(t => (SentimentLabel.Negative, t))
            .Concat(Neutral.Select(t => (SentimentLabel.Neutral, t)))
            .Concat(Positive.Select(t => (SentimentLabel.Positive, t)));

    private static readonly string[] Negative =
    [
        "Two hours on the phone and still no solution",
        "The toaster died after three days",
        "I was overcharged and your staff laughed at me",
        "Terrible experience at the Hamburg store today",
        "My flight was delayed six hours and we got nothing to eat",
        "Package arrived completely crushed",
        "Why is the app so slow since the update?",
        "This is the third time you have lost my luggage",
        "Where is my parcel? Tracking has not moved for nine days",
        "I will never fly with you again",
        "The soup was cold and tasted like water",
        "You promised a refund in five days, it has been a month",
        "Nobody at the desk could help us",
        "Can't believe how rude the cashier was",
        "The app logs me out every time I open it",
        "Please fix this bug, it is driving me mad",
        "Waited forever and the order was wrong",
        "It's a shame what happened to this brand",
        "Your new recipe tastes awful",
        "Ripped on the first day",
        "I want my money back",
        "The hotel was dirty and loud",
        "Service has become so bad that we switched to another bank",
        "Customer care? There is none",
        "My account was hacked and you don't even reply",
        "Disappointed. Expected much more for this price.",
        "They cancelled my booking without telling me",
        "The wheel fell off after a month",
        "Sick of your spam",
        "What a joke of a company",
        "You ruined our wedding cake",
        "Not happy with the replacement either",
        "The headphones hurt my ears",
        "Payment failed again and again",
        "I got food poisoning from your salad",
        "No reply to my complaint since April",
        "The driver refused to let my wheelchair on the bus",
        "Sold out again? You have got to be kidding me",
        "It doesn't work and the manual is useless",
        "So frustrating, the site crashes at checkout",
    ];

    private static readonly string[] Neutral =
    [
        "Do you have this in red?",
        "Is the museum open on public holidays?",
        "I ordered it on Monday",
        "The bus stops in front of the library",
        "Can I change the seat after check-in?",
        "What is the wifi password?",
        "We will be eight people",
        "Which size should I take if I am 1.80 m?",
        "My booking code is K7Q2",
        "How many calories does it have?",
        "The workshop takes place in room 4",
        "Does the ticket include the ferry?",
        "I live near the old harbour",
        "It has a USB port on the left side",
        "Are you hiring for the summer?",
        "Who designed the poster?",
        "The next train goes at 14:05",
        "Is it possible to pick it up tomorrow?",
        "She works in the kitchen",
        "Do I need to bring my own towel?",
    ];

    private static readonly string[] Positive =
    [
        "The new menu is fantastic",
        "Thanks for the quick reply!",
        "You saved our holiday, thank you",
        "My daughter loves her new bike",
        "Great service at the Hamburg store today",
        "Everything went smoothly, happy customer here",
        "Such a friendly crew on board",
        "This update is so much better",
        "Delicious as always",
        "I really enjoyed the workshop",
        "The best pizza I have had in years",
        "Wow, that was fast!",
        "Perfect fit and beautiful fabric",
        "Congratulations on the award",
        "Ten years and it still works perfectly",
        "We had a wonderful evening",
        "You are awesome ❤️",
        "Glad we chose you",
        "Very pleased with the repair",
        "Excited for the new season!",
    ];
}
