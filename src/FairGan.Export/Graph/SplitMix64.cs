namespace FairGan.Export.Graph;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) as a function of a counter: the
/// twin of the noise nodes in the generator's graph.
/// </summary>
internal static class SplitMix64
{
    public const long Increment = unchecked((long)0x9E3779B97F4A7C15);
    public const long First = unchecked((long)0xBF58476D1CE4E5B9);
    public const long Second = unchecked((long)0x94D049BB133111EB);

    /// <summary>Fills the uniforms of consecutive rows.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="startRow">Number of the first row.</param>
    /// <param name="width">Uniforms of a row.</param>
    /// <param name="destination">Rows × <paramref name="width"/> numbers above 0 and below 1.</param>
    public static void Fill(long seed, long startRow, int width, Span<float> destination)
    {
        ulong stream = Mix(unchecked((ulong)(seed + Increment)));
        ulong state = unchecked(stream + ((ulong)startRow * (ulong)width * (ulong)Increment));
        for (int i = 0; i < destination.Length; i++)
        {
            state = unchecked(state + (ulong)Increment);
            destination[i] = ((Mix(state) >> 41) + 0.5f) * (1f / (1 << 23));
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * (ulong)First;
            value = (value ^ (value >> 27)) * (ulong)Second;
            return value ^ (value >> 31);
        }
    }
}
