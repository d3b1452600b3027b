namespace FairGan.Fuzz;

/// <summary>Damage that every file may have: cut off, with bytes lost, doubled, overwritten or flipped.</summary>
internal static class Damage
{
    private static readonly long[] s_numbers = [0, 1, -1, 2, 7, 255, 65536, int.MaxValue, int.MinValue, 1L << 40, long.MaxValue, long.MinValue];

    /// <summary>A number at which arithmetic breaks.</summary>
    public static long Number(Random random) => Any(s_numbers, random);

    /// <summary>One of a list.</summary>
    public static T Any<T>(IList<T> list, Random random) => list[random.Next(list.Count)];

    /// <summary>Damages bytes.</summary>
    public static byte[] Bytes(byte[] file, Random random)
    {
        int at = random.Next(file.Length + 1), length = random.Next(1, 64);
        int end = Math.Min(file.Length, at + length);
        switch (random.Next(5))
        {
            case 0:
                return file[..at];
            case 1:
                return [.. file[..at], .. file[end..]];
            case 2:
                return [.. file[..end], .. file[at..]];
            case 3:
                byte[] noise = new byte[length];
                random.NextBytes(noise);
                return [.. file[..at], .. noise, .. file[end..]];
            default:
                byte[] flipped = (byte[])file.Clone();
                for (int i = 0; i < length && flipped.Length > 0; i++)
                {
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                }

                return flipped;
        }
    }
}
