using Microsoft.ML.OnnxRuntime;

namespace FairGan.Export.Sampling;

/// <summary>Moves the cells of a column between tensors and arrays of the column's <see cref="TensorType"/>.</summary>
internal static class TensorCells
{
    /// <summary>An array for a column's cells, and a tensor over the same memory.</summary>
    /// <param name="type">The cells' type.</param>
    /// <param name="shape">The tensor's shape: the number of rows.</param>
    public static (Array Cells, OrtValue Tensor) Allocate(TensorType type, long[] shape)
    {
        return type switch
        {
            TensorType.Code => Of<int>(),
            TensorType.Whole => Of<long>(),
            _ => Of<double>(),
        };

        (Array, OrtValue) Of<T>()
            where T : unmanaged
        {
            var cells = GC.AllocateUninitializedArray<T>((int)shape[0]);
            return (cells, OrtValue.CreateTensorValueFromMemory(cells, shape));
        }
    }

    /// <summary>Some consecutive cells; the array itself where they are all.</summary>
    public static Array Part(Array cells, int from, int to)
    {
        if (to - from == cells.Length)
        {
            return cells;
        }

        return cells switch
        {
            int[] codes => codes[from..to],
            long[] whole => whole[from..to],
            _ => ((double[])cells)[from..to],
        };
    }

    /// <summary>The cells of some rows of a tensor, with given values in place of some.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="type">The cells' type.</param>
    /// <param name="rows">Numbers of the rows, in the order wanted.</param>
    /// <param name="replaced">For every row of the tensor the value that replaces its cell, infinity for none; null where none is replaced.</param>
    public static Array Pick(OrtValue tensor, TensorType type, int[] rows, double[]? replaced)
    {
        return type switch
        {
            TensorType.Code => Of(tensor.GetTensorDataAsSpan<int>(), value => (int)value),
            TensorType.Whole => Of(tensor.GetTensorDataAsSpan<long>(), value => (long)value),
            _ => Of(tensor.GetTensorDataAsSpan<double>(), value => value),
        };

        T[] Of<T>(ReadOnlySpan<T> values, Func<double, T> convert)
        {
            var cells = new T[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                cells[i] = replaced is not null && !double.IsPositiveInfinity(replaced[rows[i]]) ? convert(replaced[rows[i]]) : values[rows[i]];
            }

            return cells;
        }
    }

    /// <summary>One number of a tensor of numbers.</summary>
    public static double Number(OrtValue tensor, TensorType type, int row) =>
        type == TensorType.Whole ? tensor.GetTensorDataAsSpan<long>()[row] : tensor.GetTensorDataAsSpan<double>()[row];
}
