using System.Diagnostics;
using System.Runtime.CompilerServices;
using FairGan.Export.Sampling;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace SyntheticDataService;

/// <summary>Answers requests for rows, as a stream: memory does not grow with their number, and a client that goes away ends the drawing.</summary>
internal static class RowsEndpoint
{
    /// <summary>Answers a request.</summary>
    public static async Task<IResult> AnswerAsync(RowsRequest request, HttpContext context, ModelSlot slot, ServiceMetrics metrics, IOptions<ServiceOptions> options)
    {
        if (request.Rows < 0 || request.Rows > options.Value.MostRows)
        {
            return Bad($"rows is {request.Rows}; ask for 0 to {options.Value.MostRows} rows at a time, and for more in parts (sampling.startRow).");
        }

        if (RowsFormat.Choose(request.Format, context.Request.GetTypedHeaders().Accept) is not { } format)
        {
            string formats = string.Join(", ", RowsFormat.All.Select(one => $"{one.Name} ({one.MediaType})"));
            return request.Format is null
                ? TypedResults.Problem($"Rows are sent as {formats}.", statusCode: StatusCodes.Status406NotAcceptable)
                : Bad($"There is no format '{request.Format}'; there are {formats}.");
        }

        using var lease = slot.Take();
        if (lease is null)
        {
            return TypedResults.Problem("There is no generator yet.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        IAsyncEnumerable<SyntheticBatch> batches;
        try
        {
            batches = lease.Generator.GenerateAsync(request.Rows, request.Sampling, context.RequestAborted);
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
        {
            return Bad(problem.Message.ReplaceLineEndings(" "));
        }

        long start = Stopwatch.GetTimestamp();
        try
        {
            context.Response.ContentType = format.MediaType;
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await format.WriteAsync(lease.Generator.Information.Schema, CountedAsync(batches, metrics, format, context.RequestAborted), context.Response.Body, context.RequestAborted);
        }
        catch (Exception problem) when (context.RequestAborted.IsCancellationRequested && problem is OperationCanceledException or IOException)
        {
            metrics.Failed("cancelled");
        }
        catch
        {
            // A response that has begun cannot tell of it but by ending too early.
            metrics.Failed("failed");
            if (context.Response.HasStarted)
            {
                context.Abort();
            }

            throw;
        }
        finally
        {
            metrics.Ended(Stopwatch.GetElapsedTime(start), format);
        }

        return TypedResults.Empty;
    }

    private static async IAsyncEnumerable<SyntheticBatch> CountedAsync(
        IAsyncEnumerable<SyntheticBatch> batches, ServiceMetrics metrics, RowsFormat format, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in batches.WithCancellation(cancellation))
        {
            yield return batch;
            metrics.Sent(batch.RowCount, format);
        }
    }

    private static IResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
