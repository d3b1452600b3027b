using FairGan.Tables;

namespace FairGan.Fairness.Counts;

/// <summary>The positive values of the label and of the prediction.</summary>
internal static class PositiveFlags
{
    public static bool[] OfLabels(CategoryList labelList, CategoryList? predictionList, string? positiveValue, out Category positive)
    {
        Category[] labels = labelList.Categories;
        string values = string.Join(", ", labels.Take(10).Select(value => $"'{value.Text}'")) + (labels.Length > 10 ? ", …" : "");
        bool isZeroOne = labels.All(category => category.Number is 0 or 1);
        bool isBinary = isZeroOne || labels.All(category => category.Number is -1 or 1);
        if (positiveValue is null)
        {
            if (!isBinary)
            {
                throw new ArgumentException(
                    $"Column '{labelList.Column}' has {Numbered.Of(labels.Length, "value[|s]")} ({values}) and none is known to be the positive one. Name the positive value"
                    + (labels.All(label => double.IsFinite(label.Number)) ? "; if the label is a quantity, use MetricFrame.CreateRegression." : "."));
            }

            positive = new Category("1", 1);
        }
        else
        {
            positive = Category.Of(positiveValue);
            Category wanted = positive;
            bool occurs = labels.Any(wanted.Matches)
                || (isZeroOne && wanted.Number is 0 or 1)
                || (predictionList?.Categories.Any(wanted.Matches) ?? false);
            if (!occurs)
            {
                throw new ArgumentException(
                    $"The positive value '{positiveValue}' does not occur in column '{labelList.Column}', whose values are {values}. Name one of them.");
            }
        }

        Category sought = positive;
        return [.. labels.Select(sought.Matches)];
    }

    public static bool[] OfPredictions(CategoryList labelList, CategoryList predictionList, Category positive)
    {
        Category[] predictions = predictionList.Categories;
        Category[] labels = labelList.Categories;
        bool isZeroOne = predictions.All(value => value.Number is 0 or 1);
        bool IsLabel(Category value) => value.Matches(positive) || labels.Any(value.Matches);
        if (isZeroOne && !predictions.Any(IsLabel) && !labels.All(label => label.Number is 0 or 1))
        {
            // ML.NET's binary trainers predict booleans whatever the label's own values are: true is then the positive one.
            return [.. predictions.Select(value => value.Number == 1)];
        }

        // A label of two values leaves no room for a third. A sample need not show all values of a label, though: neither
        // both of two nor all of many classes.
        Category[] foreign = [.. predictions.Where(value => !IsLabel(value))];
        bool isPlausible = foreign.Length == 0
            || (labels.Length == 1 && predictions.Length <= 2)
            || (labels.Length > 2 && foreign.Length < predictions.Length);
        if (isPlausible)
        {
            return [.. predictions.Select(positive.Matches)];
        }

        string found = string.Join(", ", foreign.Take(10).Select(value => $"'{value.Text}'")) + (foreign.Length > 10 ? ", …" : "");
        throw new ArgumentException(
            $"Column '{predictionList.Column}' contains {found}, which the label '{labelList.Column}' never has. "
            + "Predict the label's own values, or 0 and 1; name probabilities as the score column.");
    }
}
