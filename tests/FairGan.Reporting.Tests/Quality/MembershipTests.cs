using FairGan.Reporting.Quality.Privacy;
using Microsoft.ML;
using static FairGan.Reporting.Tests.Quality.Table;

namespace FairGan.Reporting.Tests.Quality;

public sealed class MembershipTests
{
    [Fact]
    public void A_synthetic_table_that_is_the_training_rows_gives_all_of_them_away()
    {
        MembershipResult attack = Membership.Attack(Points(300, 1), Points(300, 1), Points(300, 2), cancellationToken: Token);

        Assert.Equal((300, 300), (attack.Members, attack.Others));
        Assert.Equal(1, attack.AreaUnderRocCurve);
        Assert.Equal(1, attack.Advantage);
        Assert.Equal(1, attack.TruePositiveRateAtOnePercent);
    }

    [Fact]
    public void Rows_of_the_same_source_give_nothing_away()
    {
        MembershipResult attack = Membership.Attack(Points(500, 1), Points(500, 3), Points(500, 2), cancellationToken: Token);

        Assert.InRange(attack.AreaUnderRocCurve, 0.45, 0.55);
        Assert.InRange(attack.Advantage, 0, attack.ChanceAdvantage);
        Assert.InRange(attack.TruePositiveRateAtOnePercent, 0, 0.05);
    }

    [Fact]
    public void The_figures_are_those_of_a_hand_count()
    {
        // Members at 0, 1, 2, 9; others at 2, 3, 4, 5: no threshold does better than two members and nobody else.
        MembershipResult attack = Membership.Summarize([0, 1, 2, 9], [2, 3, 4, 5]);

        Assert.Equal(11.5 / 16, attack.AreaUnderRocCurve, 12);
        Assert.Equal(0.5, attack.Advantage);
        Assert.Equal(0.5, attack.TruePositiveRateAtOnePercent);
        Assert.Equal(0.8654, attack.ChanceAdvantage, 4);
    }

    private static IDataView Points(int rows, int seed)
    {
        Random random = new(seed);
        return Of(Numbers("x", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())]), Numbers("y", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())]));
    }
}
