using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>
/// The file of a checkpoint: a mark, a header in JSON with its length before it, the bytes of all entries, and the SHA-256 of all that.
/// </summary>
internal static class CheckpointFile
{
    private const int HashSize = 32;

    private static ReadOnlySpan<byte> Mark => "fairgan checkpoint 1\n"u8;

    /// <summary>Writes a file that its owner alone can read; it is complete or absent.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">The training.</param>
    public static void Write(string path, Checkpoint checkpoint)
    {
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(
            new CheckpointHeader(
                checkpoint.Identity, checkpoint.Data,
                [.. checkpoint.Stages.SelectMany(stage => stage.Value.Select(entry => new CheckpointPart(stage.Key, entry.Name, entry.Bytes.Length)))]),
            CheckpointJson.Default.CheckpointHeader);
        AtomicFile.Write(path, stream =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            if (!OperatingSystem.IsWindows() && stream is FileStream file)
            {
                File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            Put(Mark);
            Put(BitConverter.GetBytes(header.Length));
            Put(header);
            foreach (StateEntry entry in checkpoint.Stages.Values.SelectMany(entries => entries))
            {
                Put(entry.Bytes);
            }

            stream.Write(hash.GetHashAndReset());

            void Put(ReadOnlySpan<byte> bytes)
            {
                hash.AppendData(bytes);
                stream.Write(bytes);
            }
        });
    }

    /// <summary>Reads a file; null where it is damaged or none of this version's.</summary>
    public static Checkpoint? Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int begin = Mark.Length + sizeof(int);
        if (bytes.Length < begin + HashSize || !bytes.AsSpan().StartsWith(Mark) || !SHA256.HashData(bytes.AsSpan(..^HashSize)).AsSpan().SequenceEqual(bytes.AsSpan(^HashSize..)))
        {
            return null;
        }

        int length = BitConverter.ToInt32(bytes, Mark.Length), at = begin + length;
        try
        {
            CheckpointHeader header = JsonSerializer.Deserialize(bytes.AsSpan(begin, length), CheckpointJson.Default.CheckpointHeader)!;
            var stages = new Dictionary<string, IReadOnlyList<StateEntry>>(StringComparer.Ordinal);
            foreach (var stage in header.Parts.GroupBy(part => part.Stage))
            {
                stages.Add(stage.Key, [.. stage.Select(Entry)]);
            }

            return at == bytes.Length - HashSize ? new Checkpoint(header.Identity, header.Data, stages) : null;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return null;
        }

        StateEntry Entry(CheckpointPart part)
        {
            var entry = new StateEntry(part.Name, bytes.AsSpan(at, part.Length).ToArray());
            at += part.Length;
            return entry;
        }
    }
}

/// <summary>The header of a checkpoint's file.</summary>
/// <param name="Identity">Which training.</param>
/// <param name="Data">A hash of the prepared table.</param>
/// <param name="Parts">The entries, in the order of their bytes.</param>
internal sealed record CheckpointHeader(CheckpointIdentity Identity, string Data, IReadOnlyList<CheckpointPart> Parts);

/// <summary>An entry of a checkpoint's file.</summary>
/// <param name="Stage">The stage whose state it is part of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record CheckpointPart(string Stage, string Name, int Length);

/// <summary>JSON serialisation of the header.</summary>
[JsonSerializable(typeof(CheckpointHeader))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
