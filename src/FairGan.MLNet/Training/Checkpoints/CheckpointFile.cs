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
                checkpoint.Identity, checkpoint.Data, checkpoint.Elapsed,
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

    /// <summary>Reads a file; null where it is damaged.</summary>
    public static Checkpoint? Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            if (!Take(Mark.Length).AsSpan().SequenceEqual(Mark))
            {
                return null;
            }

            CheckpointHeader header = JsonSerializer.Deserialize(Take(BitConverter.ToInt32(Take(sizeof(int)))), CheckpointJson.Default.CheckpointHeader)!;
            var stages = new Dictionary<string, IReadOnlyList<StateEntry>>(StringComparer.Ordinal);
            foreach (var stage in header.Parts.GroupBy(part => part.Stage))
            {
                stages.Add(stage.Key, [.. stage.Select(part => new StateEntry(part.Name, Take(part.Length)))]);
            }

            byte[] expected = hash.GetHashAndReset();
            return stream.Length - stream.Position == HashSize && Take(HashSize, ofHash: 0).AsSpan().SequenceEqual(expected) ? new Checkpoint(header.Identity, header.Data, header.Elapsed, stages) : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidDataException)
        {
            return null;
        }

        // Nothing is trusted before its hash was compared: no more memory is taken than the file is long.
        byte[] Take(int length, int ofHash = HashSize)
        {
            if (length < 0 || length > stream.Length - stream.Position - ofHash)
            {
                throw new InvalidDataException();
            }

            byte[] bytes = new byte[length];
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
            return bytes;
        }
    }
}

/// <summary>The header of a checkpoint's file.</summary>
/// <param name="Identity">Which training.</param>
/// <param name="Data">A hash of the prepared table.</param>
/// <param name="Elapsed">Time that it has taken.</param>
/// <param name="Parts">The entries, in the order of their bytes.</param>
internal sealed record CheckpointHeader(CheckpointIdentity Identity, string Data, TimeSpan Elapsed, IReadOnlyList<CheckpointPart> Parts);

/// <summary>An entry of a checkpoint's file.</summary>
/// <param name="Stage">The stage whose state it is part of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record CheckpointPart(string Stage, string Name, int Length);

/// <summary>JSON serialisation of the header.</summary>
[JsonSerializable(typeof(CheckpointHeader))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
