using System.Text;

namespace FairGan.Load;

/// <summary>Files to put in a generator's place: other bytes of the same generator, and files that are none.</summary>
/// <param name="file">The generator's file.</param>
internal sealed class ModelFiles(byte[] file)
{
    private const int ProducerVersion = 3, OperatorSets = 8;

    /// <summary>The file of a number: every second one is good, the others are bad in different ways.</summary>
    public byte[] Of(int number) => (number % 12) switch
    {
        1 => [],
        3 => file[..(file.Length / 2)],
        5 => Encoding.UTF8.GetBytes("this is no model"),
        7 => WithoutOperatorSets(),
        9 => [.. file[..(file.Length / 3)], .. new byte[1000], .. file[((file.Length / 3) + 1000)..]],
        11 => new byte[300 << 20],
        _ => [.. file, (ProducerVersion << 3) | 2, 4, .. Encoding.ASCII.GetBytes($"{number % 10_000:0000}")],
    };

    // The fields of the outermost message, one after the other.
    private byte[] WithoutOperatorSets()
    {
        var kept = new MemoryStream();
        for (int at = 0; at < file.Length;)
        {
            int start = at;
            ulong tag = Varint(ref at);
            ulong value = Varint(ref at);
            at += (tag & 7) == 2 ? (int)value : 0;
            if (tag >> 3 != OperatorSets)
            {
                kept.Write(file, start, at - start);
            }
        }

        return kept.ToArray();
    }

    private ulong Varint(ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = file[at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }
    }
}
