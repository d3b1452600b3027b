using Microsoft.ML.Data;

namespace FairGan.Reporting.Quality.Models;

/// <summary>
/// Rows as sparse feature vectors: a number has one slot (missing lies below all numbers of the training rows), a category one
/// slot per frequent value of the training rows, missing values included. Rarer and unknown values have no slot set.
/// </summary>
/// <remarks>
/// Missing values are not left NaN: LightGBM separates them from all numbers by a threshold of infinity, but ML.NET, which reads its
/// trees, sends both the same way there.
/// </remarks>
internal sealed class FeatureEncoder
{
    // Enough for every value of the usual tables; keeps a table of hundreds of wide columns from growing without bound.
    private const int SlotsInAll = 8192;
    private const int MostSlotsPerColumn = 500;
    private const int FewestSlotsPerColumn = 16;

    private readonly TableColumn[] _training;
    private readonly int[] _firstSlot;
    private readonly int[]?[] _slotOfCode;
    private readonly float[] _missing;

    public FeatureEncoder(ColumnarTable table, int[] rows, IReadOnlySet<string> excluded)
    {
        _training = [.. table.Columns.Where(column => !excluded.Contains(column.Name))];
        _firstSlot = new int[_training.Length];
        _slotOfCode = new int[_training.Length][];
        _missing = [.. _training.Select(column => column.IsNumeric ? BelowAll(column.Numbers, rows) : 0)];
        int most = Math.Clamp(SlotsInAll / Math.Max(1, _training.Length), FewestSlotsPerColumn, MostSlotsPerColumn);
        for (int index = 0; index < _training.Length; index++)
        {
            _firstSlot[index] = SlotCount;
            SlotCount += _training[index].IsNumeric ? 1 : AssignSlots(index, rows, most);
        }
    }

    public int SlotCount { get; private set; }

    /// <summary>The features of a row of any table that shares its categories with the training table.</summary>
    public VBuffer<float> Encode(TableColumn[] columns, int row)
    {
        float[] values = new float[columns.Length];
        int[] slots = new int[columns.Length];
        int count = 0;
        for (int index = 0; index < columns.Length; index++)
        {
            if (_slotOfCode[index] is int[] slotOf)
            {
                int code = columns[index].Codes[row];
                if (code < slotOf.Length && slotOf[code] >= 0)
                {
                    slots[count] = _firstSlot[index] + slotOf[code];
                    values[count++] = 1;
                }
            }
            else
            {
                double number = columns[index].Numbers[row];
                float value = double.IsNaN(number) ? _missing[index] : (float)number;
                if (value != 0)
                {
                    slots[count] = _firstSlot[index];
                    values[count++] = value;
                }
            }
        }

        return new VBuffer<float>(SlotCount, count, values, slots);
    }

    /// <summary>The columns of a table that the features are made of, in the order that <see cref="Encode"/> expects.</summary>
    public TableColumn[] ColumnsOf(ColumnarTable table) => [.. _training.Select(column => table[column.Name])];

    private static float BelowAll(double[] numbers, int[] rows)
    {
        double least = rows.Select(row => numbers[row]).Where(number => !double.IsNaN(number)).DefaultIfEmpty(0).Min();
        return (float)(least - Math.Max(1, Math.Abs(least)));
    }

    private int AssignSlots(int index, int[] rows, int most)
    {
        TableColumn column = _training[index];
        int[] counts = new int[column.Categories.Count + 1];
        foreach (int row in rows)
        {
            counts[column.Codes[row]]++;
        }

        int[] slotOf = new int[counts.Length];
        Array.Fill(slotOf, -1);
        int slot = 0;
        foreach (int code in Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).OrderByDescending(code => counts[code]).ThenBy(code => code).Take(most))
        {
            slotOf[code] = slot++;
        }

        _slotOfCode[index] = slotOf;
        return slot;
    }
}
