using FairGan.Reporting.Quality.Privacy.Findings;
using FairGan.Reporting.Quality.Privacy.Targets;

namespace FairGan.Reporting.Tests.Quality.Attacks;

public sealed class RocSummaryTests
{
    [Fact]
    public void The_area_and_its_interval_are_those_of_a_hand_count()
    {
        // Wins of members over others: 3 beats 3, 2 beats 2 of them and ties with none, 1 ties with one.
        RocSummary roc = RocSummary.Of([3, 2, 1], [1, 1.5, 2.5]);
        Assert.Equal((3 + 2 + 0.5) / 9, roc.Auc, 12);

        // Places of the members 1, 2/3 and 1/6 and of the others 1/6, 1/3 and 2/3, by DeLong.
        double error = Math.Sqrt(((Square(1 - (5.5 / 9)) + Square((2.0 / 3) - (5.5 / 9)) + Square((1.0 / 6) - (5.5 / 9))) / 2 / 3) + ((Square((1.0 / 6) - (3.5 / 9)) + Square((1.0 / 3) - (3.5 / 9)) + Square((2.0 / 3) - (3.5 / 9))) / 2 / 3));
        Assert.Equal(Math.Min(1, (5.5 / 9) + (2.5758293035489 * error)), roc.Interval.High, 9);
        static double Square(double value) => value * value;
    }

    [Fact]
    public void Members_are_found_above_the_score_that_one_percent_of_the_others_exceed()
    {
        double[] others = [.. Enumerable.Range(0, 200).Select(score => (double)score)];
        RocSummary roc = RocSummary.Of([197, 197.5, 198, 300], others);
        Assert.Equal(0.75, roc.TprAt1);
    }

    [Fact]
    public void Wilsons_interval_is_that_of_the_formula()
    {
        FigureInterval none = FigureInterval.OfShare(0, 100);
        Assert.Equal((0, 0.0622), (none.Low, Math.Round(none.High, 4)));
        FigureInterval half = FigureInterval.OfShare(50, 100);
        Assert.Equal((0.3753, 0.6247), (Math.Round(half.Low, 4), Math.Round(half.High, 4)));
    }

    [Theory]
    [InlineData(0.52, 0.02, PrivacyVerdict.NothingFound)]
    [InlineData(0.54, 0.02, PrivacyVerdict.LookIntoIt)]
    [InlineData(0.61, 0.02, PrivacyVerdict.DoNotRelease)]
    [InlineData(0.5, 0.04, PrivacyVerdict.DoNotRelease)]
    public void Lower_ends_of_intervals_decide(double auc, double found, PrivacyVerdict verdict) =>
        Assert.Equal(verdict, VerdictRules.OfMembership(new FigureInterval(auc, 1), new FigureInterval(found, 1), new FigureInterval(0, 0.03)));
}
