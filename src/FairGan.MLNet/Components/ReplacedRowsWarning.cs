using Microsoft.ML.Runtime;

namespace FairGan.MLNet.Components;

/// <summary>Warns once, in ML.NET's log, where a chain seems to score synthetic rows in place of those it is given.</summary>
/// <remarks>
/// A transformer cannot see the chain that it is part of. While a chain is fitted, it transforms the same table that the transformer
/// was fitted to; any other table contains rows to be scored. A transformer loaded from a file was fitted to no table.
/// </remarks>
/// <param name="environment">The environment whose log receives the warning.</param>
/// <param name="fittedTo">The table that the transformer was fitted to; null for a loaded one.</param>
internal sealed class ReplacedRowsWarning(IHostEnvironment environment, IDataView? fittedTo = null)
{
    private readonly WeakReference<IDataView>? _fittedTo = fittedTo is null ? null : new(fittedTo);
    private int _isGiven;

    /// <summary>Checks a table that synthetic rows are about to replace.</summary>
    /// <param name="input">The table.</param>
    /// <param name="remedy">How to score the rows themselves.</param>
    public void Check(IDataView input, string remedy)
    {
        bool isTraining = _fittedTo is not null && _fittedTo.TryGetTarget(out var known) && ReferenceEquals(known, input);
        if (isTraining || Interlocked.Exchange(ref _isGiven, 1) != 0)
        {
            return;
        }

        using IChannel channel = environment.Register("Synthesizer").Start("Transforming");
        channel.Warning(
            MessageSensitivity.None,
            $"Transform replaces the rows that it is given by as many synthetic ones. If a model follows in this chain, it scores the synthetic rows: {remedy} For synthetic rows alone, call Generate.");
    }
}
