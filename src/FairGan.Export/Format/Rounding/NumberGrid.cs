// Part of the file format: may not change within a version of it.

namespace FairGan.Export.Format.Rounding;

/// <summary>The numbers that a column's values are rounded to: multiples of a step, or numbers as far from them.</summary>
/// <param name="Decimals">Decimal places; -1 where nothing is rounded.</param>
/// <param name="Multiple">How many units of the last decimal place make a step.</param>
internal readonly record struct NumberGrid(int Decimals, long Multiple)
{
    /// <summary>How many units of the last decimal place, divided by <see cref="Parts"/>, the numbers lie above multiples of the step, from 0 to less than a step.</summary>
    public long Offset { get; init; }

    /// <summary>The number by which <see cref="Multiple"/> is divided to make a step that decimals only approximate: 1/12 of a year.</summary>
    public long Parts { get; init; } = 1;

    // Of a step: 20.15 times 100 is less than 2015.
    private const double Slack = 1e-6;

    /// <summary>The step; 0 where nothing is rounded.</summary>
    public double Step => Decimals < 0 ? 0 : Multiple / Scale / Parts;

    private double Scale => Math.Pow(10, Decimals);

    /// <summary>The nearest number, halves to the even one, as the generator's file rounds.</summary>
    public double Round(double value) => Decimals < 0 ? value : At(Math.Round(Steps(value), MidpointRounding.ToEven));

    /// <summary>The lowest number from a value on, moved by some steps.</summary>
    public double Ceiling(double value, double steps = 0) => Decimals < 0 ? value : At(Math.Ceiling(Steps(value) - Slack) + steps);

    /// <summary>The greatest number up to a value, moved by some steps.</summary>
    public double Floor(double value, double steps = 0) => Decimals < 0 ? value : At(Math.Floor(Steps(value) + Slack) + steps);

    /// <summary>Adds the nodes that round a value: the same operations in the same order as <see cref="Round"/>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The value's name, double [n].</param>
    /// <returns>The name of the rounded value.</returns>
    public string EmitRound(GraphBuilder graph, string value)
    {
        if (Decimals < 0)
        {
            return value;
        }

        string? scale = Decimals == 0 ? null : graph.Doubles([Math.Pow(10, Decimals)], 1);
        string? units = Multiple == 1 ? null : graph.Doubles([Multiple], 1);
        string? offset = Offset == 0 ? null : graph.Doubles([Offset], 1);
        string? parts = Parts == 1 ? null : graph.Doubles([Parts], 1);
        string steps = graph.Node("Round", By("Div", By("Sub", By("Mul", By("Mul", value, scale), parts), offset), units));
        string at = By("Div", By("Add", By("Mul", steps, units), offset), parts);
        return By("Div", parts is null ? at : graph.Node("Round", at), scale);

        string By(string operation, string of, string? by) => by is null ? of : graph.Node(operation, of, by);
    }

    private double Steps(double value) => ((value * Scale * Parts) - Offset) / Multiple;

    private double At(double steps)
    {
        double units = (steps * Multiple) + Offset;
        return (Parts == 1 ? units : Math.Round(units / Parts, MidpointRounding.ToEven)) / Scale;
    }
}
