// Part of the file format: may not change within a version of it.


namespace FairGan.Export.Format.Noise;

/// <summary>The nodes that spread the latent noise of a block's rows evenly.</summary>
internal static class LatticeNodes
{
    /// <summary>What makes the lattice. Of all odd numbers the one whose 1,024 points in 8 dimensions have the least P2, all dimensions weighing 0.1.</summary>
    public const int Multiplier = 265;

    /// <summary>Dimensions of a lattice: in many more of them, some pairs would be uneven.</summary>
    public const int MostDimensions = 8;

    private const int Rows = BlockNodes.Rows;
    private const float Edge = 1f / (1 << 24);

    /// <summary>
    /// For every row a point of the unit cube; those of a block are spread evenly over it. Eight dimensions at a time they are a lattice of Korobov's, moved by a
    /// random vector (Cranley and Patterson 1976), and which row has which of its points is random, too: each row's point by itself is uniform.
    /// </summary>
    /// <param name="graph">The graph, which has the noise.</param>
    /// <param name="dimensions">Dimensions; even.</param>
    /// <returns>Float [n, dimensions].</returns>
    public static string Points(GraphBuilder graph, int dimensions)
    {
        string[] parts = [.. Enumerable.Range(0, (dimensions + MostDimensions - 1) / MostDimensions).Select(part => Part(graph, part * MostDimensions, Math.Min(dimensions - (part * MostDimensions), MostDimensions)))];
        return parts.Length == 1 ? parts[0] : graph.Node("Concat", [("axis", 1L)], parts);
    }

    // Of the part's uniforms the order of the first one assigns the points to the rows; the second one, of the first rows, is the shift of the lattice.
    private static string Part(GraphBuilder graph, int uniform, int dimensions)
    {
        var lattice = new float[Rows * dimensions];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0, point = i; j < dimensions; j++, point = point * Multiplier % Rows)
            {
                lattice[(i * dimensions) + j] = (float)point / Rows;
            }
        }

        string order = BlockNodes.Order(graph, BlockNodes.InUnits(graph, "Floor", NoiseNodes.Uniforms(graph, uniform, 1)));
        string shift = graph.Node("Slice", BlockNodes.InBlocks(graph, NoiseNodes.Uniforms(graph, uniform + 1, 1)), graph.Int64s([0], 1), graph.Int64s([dimensions], 1), graph.Int64s([1], 1));
        string moved = graph.Node("Add", graph.Node("Gather", graph.Floats(lattice, Rows, dimensions), order), graph.Node("Reshape", shift, graph.Int64s([-1, 1, dimensions], 3)));
        string points = graph.Node("Reshape", graph.Node("Sub", moved, graph.Node("Floor", moved)), graph.Int64s([-1, dimensions], 2));
        return graph.Node("Clip", points, graph.Floats([Edge]), graph.Floats([1 - Edge]));
    }
}
