using Microsoft.ML.Runtime;

namespace FairGan.Cli.Input;

/// <summary>Collects the warnings of reading a table, such as those about cells that count as missing.</summary>
internal static class ReaderWarnings
{
    /// <summary>The warnings from now on; a table that is read twice warns once.</summary>
    /// <param name="context">The context that the tables are read with.</param>
    public static IReadOnlyCollection<string> Of(MLContext context)
    {
        SortedSet<string> warnings = new(StringComparer.Ordinal);
        context.Log += (_, log) =>
        {
            if (log.Kind == ChannelMessageKind.Warning && log.Source.Contains(nameof(TableReader), StringComparison.Ordinal))
            {
                warnings.Add(log.RawMessage);
            }
        };
        return warnings;
    }
}
