using System.Diagnostics;
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

        long start = Stopwatch.GetTimestamp();
        IAsyncEnumerator<SyntheticBatch>? batches = null;
        try
        {
            // The first batch comes before the response begins: what cannot be drawn can still be told.
            bool hasRows;
            try
            {
                batches = lease.Generator.GenerateAsync(request.Rows, request.Sampling, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
                hasRows = await batches.MoveNextAsync();
            }
            catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or FormatException)
            {
                return Bad(problem.Message.ReplaceLineEndings(" "));
            }

            context.Response.ContentType = format.MediaType;
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await format.WriteAsync(lease.Generator.Information.Schema, CountedAsync(batches, hasRows, metrics, format), context.Response.Body, context.RequestAborted);
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
            if (batches is not null)
            {
                await batches.DisposeAsync();
            }

            metrics.Ended(Stopwatch.GetElapsedTime(start), format);
        }

        return TypedResults.Empty;
    }

    private static async IAsyncEnumerable<SyntheticBatch> CountedAsync(IAsyncEnumerator<SyntheticBatch> batches, bool hasRows, ServiceMetrics metrics, RowsFormat format)
    {
        while (hasRows)
        {
            yield return batches.Current;
            metrics.Sent(batches.Current.RowCount, format);
            hasRows = await batches.MoveNextAsync();
        }
    }

    private static IResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
