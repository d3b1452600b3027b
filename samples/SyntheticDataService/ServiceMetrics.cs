using System.Diagnostics.Metrics;

namespace SyntheticDataService;

/// <summary>What the service tells OpenTelemetry: how many rows, how long, how many failures, and by which format. Never a value.</summary>
internal sealed class ServiceMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Meter = "FairGan.SyntheticDataService";

    private readonly Counter<long> _rows;
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _errors;

    /// <summary>The instruments.</summary>
    /// <param name="factory">Makes the meter.</param>
    public ServiceMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(Meter);
        _rows = meter.CreateCounter<long>("fairgan.rows", "{row}", "Rows that were sent.");
        _seconds = meter.CreateHistogram<double>("fairgan.request.duration", "s", "Time from a request for rows to the last one.");
        _errors = meter.CreateCounter<long>("fairgan.errors", "{request}", "Requests for rows that ended early: cancelled by the client, or failed.");
    }

    /// <summary>Counts rows that were handed to the client's connection.</summary>
    public void Sent(long rows, RowsFormat format) => _rows.Add(rows, KeyValuePair.Create<string, object?>("format", format.Name));

    /// <summary>Records a request's time.</summary>
    public void Ended(TimeSpan time, RowsFormat format) => _seconds.Record(time.TotalSeconds, KeyValuePair.Create<string, object?>("format", format.Name));

    /// <summary>Counts a request that ended early.</summary>
    public void Failed(string reason) => _errors.Add(1, KeyValuePair.Create<string, object?>("reason", reason));
}
