
using FairGan.Fairness.Audits;

namespace FairGan.Fairness.Tests;

public sealed class DataFairnessTests
{
    [Fact]
    public void Independent_variables_have_no_dependence()
    {
        double[,] table = { { 10, 20, 30 }, { 20, 40, 60 } };
        Assert.Equal(0, Dependence.MutualInformation(table), 1e-15);
        Assert.Equal(0, Dependence.CramersV(table), 1e-15);
        Assert.Equal(0, Dependence.MaximalCorrelation(table), 1e-15);
    }

    [Fact]
    public void A_variable_that_is_a_function_of_the_other_depends_on_it_wholly()
    {
        double[,] table = { { 10, 0 }, { 0, 30 }, { 20, 0 } };
        Assert.Equal(-(0.5 * Math.Log(0.5)) - (0.5 * Math.Log(0.5)), Dependence.MutualInformation(table), 1e-15);
        Assert.Equal(1, Dependence.CramersV(table), 1e-15);
        Assert.Equal(1, Dependence.MaximalCorrelation(table), 1e-14);
    }

    [Fact]
    public void For_two_binary_variables_Cramers_V_and_the_maximal_correlation_are_the_phi_coefficient()
    {
        double[,] table = { { 40, 10 }, { 20, 30 } };
        double phi = ((40 * 30) - (10 * 20)) / Math.Sqrt(50.0 * 50 * 60 * 40);
        Assert.Equal(phi, Dependence.CramersV(table), 1e-15);
        Assert.Equal(phi, Dependence.MaximalCorrelation(table), 1e-14);
    }

    [Fact]
    public void The_maximal_correlation_of_mixtures_of_a_copy_and_chance_is_the_share_of_the_copy()
    {
        // p(x, y) = ρ·[x = y]/k + (1 − ρ)/k²: every centred function keeps the share ρ, so that is the second singular value.
        const int Values = 7;
        const double Share = 0.3;
        double[,] table = new double[Values, Values];
        for (int x = 0; x < Values; x++)
        {
            for (int y = 0; y < Values; y++)
            {
                table[x, y] = (x == y ? Share / Values : 0) + ((1 - Share) / (Values * Values));
            }
        }

        Assert.Equal(Share, Dependence.MaximalCorrelation(table), 1e-14);
    }

    [Fact]
    public void The_squared_singular_values_beyond_the_first_sum_to_the_mean_square_contingency()
    {
        // With three values at the most, two such values: the larger lies between the root of half the sum and of the sum.
        double[,] table = { { 12, 5, 3, 9 }, { 1, 14, 6, 2 }, { 8, 3, 17, 4 } };
        double meanSquare = Math.Pow(Dependence.CramersV(table), 2) * 2;
        double correlation = Dependence.MaximalCorrelation(table);
        Assert.InRange(correlation, Math.Sqrt(meanSquare / 2), Math.Sqrt(meanSquare));
        double[,] turned = new double[4, 3];
        for (int i = 0; i < 12; i++)
        {
            turned[i % 4, i / 4] = table[i / 4, i % 4];
        }

        Assert.Equal(correlation, Dependence.MaximalCorrelation(turned), 1e-14);
    }

    [Fact]
    public void Values_that_do_not_occur_change_nothing()
    {
        double[,] table = { { 40, 0, 10 }, { 0, 0, 0 }, { 20, 0, 30 } };
        double[,] compact = { { 40, 10 }, { 20, 30 } };
        Assert.Equal(Dependence.CramersV(compact), Dependence.CramersV(table), 1e-15);
        Assert.Equal(Dependence.MaximalCorrelation(compact), Dependence.MaximalCorrelation(table), 1e-15);
        Assert.Equal(Dependence.MutualInformation(compact), Dependence.MutualInformation(table), 1e-15);
    }

    [Fact]
    public void Tables_without_meaning_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Dependence.CramersV(new double[2, 2]));
        Assert.Throws<ArgumentException>(() => Dependence.MutualInformation(new double[,] { { 1, -1 }, { 2, 2 } }));
    }

    [Fact]
    public void Label_parity_and_representation_follow_from_the_counts_of_the_groups()
    {
        string[] groups = [.. Enumerable.Repeat("a", 60), .. Enumerable.Repeat("b", 40)];
        string[] labels = [.. Enumerable.Range(0, 60).Select(i => i < 30 ? "yes" : "no"), .. Enumerable.Range(0, 40).Select(i => i < 10 ? "yes" : "no")];
        DataFairness fairness = DataFairness.Measure(new ColumnView(("y", labels), ("s", groups)), "y", ["s"], "yes");
        Assert.Equal(0.25, fairness.LabelParityDifference, 1e-15);
        Assert.Equal(0.5, fairness.LabelParityRatio, 1e-15);
        Assert.Equal(40.0 / 60, fairness.RepresentationRatio, 1e-15);
        Assert.Equal(-((0.6 * Math.Log(0.6)) + (0.4 * Math.Log(0.4))) / Math.Log(2), fairness.RepresentationEvenness, 1e-15);
        Assert.Equal([0.6, 0.4], fairness.Groups.Select(group => group.Share));
        Assert.Equal([0.5, 0.25], fairness.Groups.Select(group => group.PositiveRate));
        Assert.Equal(fairness.CramersV, fairness.MaximalCorrelation, 1e-14);
    }

    [Fact]
    public void Dependence_is_measured_on_every_label_value_and_not_on_positive_or_not_alone()
    {
        string[] groups = ["a", "a", "b", "b"];
        string[] labels = ["high", "low", "high", "middle"];
        DataFairness fairness = DataFairness.Measure(new ColumnView(("y", labels), ("s", groups)), "y", ["s"], "high");
        Assert.Equal(0, fairness.LabelParityDifference);
        Assert.Equal(Math.Sqrt(0.5), fairness.CramersV, 1e-15);
    }
}
