using System.CommandLine.Parsing;
using System.Numerics;

namespace FairGan.Cli.Verbs;

/// <summary>Creates the options and arguments of verbs, with messages that state the expected value.</summary>
internal static class VerbOptions
{
    /// <summary>A file or other text.</summary>
    public static Option<string> Text(string name, string value, string description, bool required = false) =>
        new(name) { HelpName = value, Description = description, Required = required };

    /// <summary>Whether texts that a spreadsheet would run are written harmless.</summary>
    public static Option<bool> CsvSafe() => new("--csv-safe")
    {
        Description = "For CSV that is opened in a spreadsheet: an apostrophe before texts that it would run as formulas (beginning with =, @, or a sign that is no number's).",
    };

    /// <summary>Refuses <c>--csv-safe</c> where no CSV is written.</summary>
    /// <exception cref="UsageException">It was given, and the output is no table of CSV.</exception>
    public static bool RequireCsv(bool csvSafe, bool isCsv) => isCsv || !csvSafe ? csvSafe : throw new UsageException("--csv-safe is for CSV; leave it out: no other format holds formulas.");

    /// <summary>A file or other text; null where it is not given.</summary>
    public static Option<string?> OptionalText(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    /// <summary>The name of a column; null where it is not given.</summary>
    public static Option<string> Column(string name, string description, bool required = false) => new(name)
    {
        HelpName = "COL",
        Description = description,
        Required = required,
        CustomParser = result => Names(result, text => [ColumnNames.One(text)])[0],
    };

    /// <summary>Column names, or other texts, separated by commas; the option may also be repeated.</summary>
    public static Option<string[]> Columns(string name, string description, bool required = false, string value = "COL") => new(name)
    {
        HelpName = $"{value}[,{value}…]",
        Description = description,
        Required = required,
        Arity = ArgumentArity.OneOrMore,

        // With a default, a missing required option would not be reported.
        DefaultValueFactory = required ? null : _ => [],
        CustomParser = result => Names(result, ColumnNames.Several),
    };

    /// <summary>A whole number that has a default.</summary>
    public static Option<int> Whole(string name, string value, string description, int minimum, int defaultValue)
    {
        Option<int> option = Number<int>(name, value, description, minimum == int.MinValue ? "a whole number" : $"a whole number from {minimum} up", number => number >= minimum);
        option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>A whole number; null where it is not given.</summary>
    public static Option<T?> OptionalWhole<T>(string name, string value, string description, T minimum)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        Optional<T>(name, value, description, minimum == T.MinValue ? "a whole number" : $"a whole number from {minimum} up", number => number >= minimum);

    /// <summary>A number from 0 to 1; null where it is not given.</summary>
    public static Option<double?> OptionalShare(string name, string description) =>
        Optional<double>(name, "0..1", description, "a number from 0 to 1, such as 0.5", number => number is >= 0 and <= 1);

    /// <summary>A value that is parsed by a function.</summary>
    /// <param name="name">The option.</param>
    /// <param name="value">How the help names the value.</param>
    /// <param name="description">What the option does.</param>
    /// <param name="read">Reads the value; throws a <see cref="FormatException"/> that states the expected value.</param>
    /// <param name="defaultValue">The value where the option is not given.</param>
    public static Option<T> Read<T>(string name, string value, string description, Func<string, T> read, T defaultValue) => new(name)
    {
        HelpName = value,
        Description = description,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            try
            {
                return read(result.Tokens[0].Value);
            }
            catch (FormatException problem)
            {
                result.AddError($"{name}: {problem.Message}");
                return defaultValue;
            }
        },
    };

    private static Option<T> Number<T>(string name, string value, string description, string expected, Func<T, bool> fits)
        where T : struct, INumber<T> => new(name)
        {
            HelpName = value,
            Description = description,
            CustomParser = result => Parse(result, name, expected, fits) ?? default,
        };

    private static Option<T?> Optional<T>(string name, string value, string description, string expected, Func<T, bool> fits)
        where T : struct, INumber<T> => new(name)
        {
            HelpName = value,
            Description = description,
            CustomParser = result => Parse(result, name, expected, fits),
        };

    private static T? Parse<T>(ArgumentResult result, string name, string expected, Func<T, bool> fits)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out T number) && fits(number))
        {
            return number;
        }

        result.AddError($"{name} has to be {expected}, not '{text}'.");
        return null;
    }

    private static string[] Names(ArgumentResult result, Func<string, IReadOnlyList<string>> read)
    {
        try
        {
            return [.. result.Tokens.SelectMany(token => read(token.Value))];
        }
        catch (FormatException problem)
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name}: {problem.Message}");
            return [""];
        }
    }
}
