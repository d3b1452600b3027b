using System.Buffers.Binary;
using System.Text.Json;

namespace FairGan.Cli.Tests;

public sealed class VectorTests
{
    [Fact]
    public async Task Pictures_are_trained_on_inspected_and_drawn_as_CSV_and_PNG()
    {
        using var place = new Workplace();
        Directory.CreateDirectory(place.PathOf("digits"));
        byte[] pixels = [.. Enumerable.Range(0, 60 * 6).Select(i => (byte)(i / 6 % 2 == 0 ? i % 6 * 50 : 250 - (i % 6 * 50)))];
        File.WriteAllBytes(place.PathOf("digits/small-images-idx3-ubyte"), Idx(pixels, 60, 2, 3));
        File.WriteAllBytes(place.PathOf("digits/small-labels-idx1-ubyte"), Idx([.. Enumerable.Range(0, 60).Select(i => (byte)(i % 2))], 60));

        await place.Succeed("train", "digits", "--steps", "2", "--threads", "1", "--seed", "3", "--out", "model");
        RunningCommand.Result inspected = await place.Succeed("inspect", "model/generator.onnx", "--json");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "7", "--out", "whole.csv");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "7", "--shard", "0/2", "--out", "0.csv");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "7", "--shard", "1/2", "--out", "1.csv");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "5", "--out", "grid.png");
        await place.Succeed("sample", "model/generator.onnx", "--rows", "2", "--where", "label=1", "--out", "pictures");

        using JsonDocument json = JsonDocument.Parse(inspected.Output);
        Assert.Equal("vectors", json.RootElement.GetProperty("kind").GetString());
        Assert.Equal([0.5, 0.5], json.RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("share").GetDouble()));
        Assert.Equal(place.Text("whole.csv"), place.Text("0.csv") + place.Text("1.csv"));
        Assert.StartsWith("label,image_0,image_1,image_2,image_3,image_4,image_5\n", place.Text("whole.csv"), StringComparison.Ordinal);
        Assert.Equal(["000000-1.png", "000001-1.png"], Directory.EnumerateFiles(place.PathOf("pictures")).Select(Path.GetFileName).Order());

        File.Move(place.PathOf("digits/small-labels-idx1-ubyte"), place.PathOf("groups.idx"));
        await place.Succeed("train", "digits/small-images-idx3-ubyte", "groups.idx", "--steps", "2", "--threads", "1", "--seed", "3", "--out", "same");
        Assert.Equal(place.Bytes("model/generator.onnx"), place.Bytes("same/generator.onnx"));
        RunningCommand.Result twoTables = await place.Run("train", "a.csv", "b.csv", "--label", "x", "--sensitive", "y", "--out", "none");
        Assert.Equal(2, twoTables.Code);
        Assert.Contains("'b.csv' is one file too many", twoTables.Error, StringComparison.Ordinal);

        // Five pictures of 3 × 2 pixels: three in a row, a line between them.
        byte[] grid = place.Bytes("grid.png");
        Assert.Equal((11, 5), (BinaryPrimitives.ReadInt32BigEndian(grid.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(grid.AsSpan(20))));

        RunningCommand.Result table = await place.Run("sample", "model/generator.onnx", "--rows", "2", "--out", "rows.parquet");
        Assert.Equal(2, table.Code);
        Assert.DoesNotContain("rows.parquet", place.Names);
    }

    private static byte[] Idx(byte[] values, params int[] dimensions)
    {
        byte[] sizes = new byte[4 * dimensions.Length];
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(sizes.AsSpan(4 * i), dimensions[i]);
        }

        return [0, 0, 8, (byte)dimensions.Length, .. sizes, .. values];
    }
}
