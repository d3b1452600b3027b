namespace FairGan.Fairness.Audits;

/// <summary>Singular values of a small dense matrix, by one-sided Jacobi rotations (Hestenes 1958), which keep small values exact.</summary>
internal static class SingularValues
{
    private const int MostSweeps = 60;

    /// <summary>The largest singular value of a matrix with no more rows than columns. The matrix is overwritten.</summary>
    public static double Largest(double[,] matrix)
    {
        int rows = matrix.GetLength(0);
        int columns = matrix.GetLength(1);
        bool isRotated = true;
        for (int sweep = 0; isRotated && sweep < MostSweeps; sweep++)
        {
            isRotated = false;
            for (int p = 0; p < rows - 1; p++)
            {
                for (int q = p + 1; q < rows; q++)
                {
                    isRotated |= MakeOrthogonal(matrix, p, q, columns);
                }
            }
        }

        double largest = 0;
        for (int row = 0; row < rows; row++)
        {
            largest = Math.Max(largest, Math.Sqrt(Product(matrix, row, row, columns)));
        }

        return largest;
    }

    private static bool MakeOrthogonal(double[,] matrix, int p, int q, int columns)
    {
        double pp = Product(matrix, p, p, columns);
        double qq = Product(matrix, q, q, columns);
        double pq = Product(matrix, p, q, columns);
        if (Math.Abs(pq) <= 1e-15 * Math.Sqrt(pp * qq))
        {
            return false;
        }

        double cotangent = (qq - pp) / (2 * pq);
        double tangent = 1 / (Math.Abs(cotangent) + Math.Sqrt(1 + (cotangent * cotangent)));
        tangent = cotangent < 0 ? -tangent : tangent;
        double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        double sine = cosine * tangent;
        for (int column = 0; column < columns; column++)
        {
            double left = matrix[p, column];
            double right = matrix[q, column];
            matrix[p, column] = (cosine * left) - (sine * right);
            matrix[q, column] = (sine * left) + (cosine * right);
        }

        return true;
    }

    private static double Product(double[,] matrix, int p, int q, int columns)
    {
        double sum = 0;
        for (int column = 0; column < columns; column++)
        {
            sum += matrix[p, column] * matrix[q, column];
        }

        return sum;
    }
}
