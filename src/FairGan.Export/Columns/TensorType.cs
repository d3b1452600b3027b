namespace FairGan.Export.Columns;

/// <summary>The element type of the tensor that the generator's file returns for a column.</summary>
internal enum TensorType
{
    /// <summary>32-bit integers: positions among categories, or marks of missing identifiers.</summary>
    Code,

    /// <summary>64-bit integers.</summary>
    Whole,

    /// <summary>64-bit floating point, NaN where missing.</summary>
    Number,
}
