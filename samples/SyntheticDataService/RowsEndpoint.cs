using System.Diagnostics;
using FairGan.Export;
using FairGan.Export.Sampling;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace SyntheticDataService;

/// <summary>Answers requests for rows, as a stream: memory does not grow with their number, and a client that goes away ends the drawing.</summary>
internal static class RowsEndpoint
{
    /// <summary>Answers a request.</summary>
    public static async Task<IResult> AnswerAsync(
        RowsRequest request, HttpContext context, ModelSlot model, GeneratingSlots slots, ServiceMetrics metrics, IOptions<ServiceOptions> options)
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

        using var open = slots.Open();
        if (open is null)
        {
            await RequestLimits.RefuseAsync(context, null);
            return TypedResults.Empty;
        }

        using var lease = model.Take();
        if (lease is null)
        {
            return TypedResults.Problem("There is no generator yet.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return await SendAsync(new(request, context, lease.Generator, slots, metrics, format));
    }

    private static async Task<IResult> SendAsync(Answer answer)
    {
        var (context, cancellation) = (answer.Context, answer.Context.RequestAborted);
        long start = Stopwatch.GetTimestamp();
        IAsyncEnumerator<SyntheticBatch>? batches = null;
        try
        {
            // The first batch comes before the response begins: an error can still be answered.
            bool hasRows;
            using (var slot = await answer.Slots.FirstAsync(cancellation))
            {
                if (slot is null)
                {
                    await RequestLimits.RefuseAsync(context, null);
                    return TypedResults.Empty;
                }

                try
                {
                    batches = answer.Generator.GenerateAsync(answer.Request.Rows, answer.Request.Sampling, cancellation).GetAsyncEnumerator(cancellation);
                    hasRows = await batches.MoveNextAsync();
                }
                catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or FormatException)
                {
                    return Bad(Sentence(problem));
                }
            }

            context.Response.ContentType = answer.Format.MediaType;
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await answer.Format.WriteAsync(answer.Generator.Information.Schema, CountedAsync(answer, batches, hasRows), context.Response.Body, cancellation);
        }
        catch (Exception problem) when (cancellation.IsCancellationRequested && problem is OperationCanceledException or IOException)
        {
            // The client went away, or its time is over; a response that has begun then ends without its end.
            answer.Metrics.Failed("cancelled");
            End(context);
        }
        catch
        {
            // A response that has begun can report an error only by ending too early.
            answer.Metrics.Failed("failed");
            End(context);
            throw;
        }
        finally
        {
            if (batches is not null)
            {
                await batches.DisposeAsync();
            }

            answer.Metrics.Ended(Stopwatch.GetElapsedTime(start), answer.Format);
        }

        return TypedResults.Empty;
    }

    private static void End(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
        }
    }

    private static async IAsyncEnumerable<SyntheticBatch> CountedAsync(Answer answer, IAsyncEnumerator<SyntheticBatch> batches, bool hasRows)
    {
        await foreach (var batch in answer.Slots.RestAsync(batches, hasRows, answer.Context.RequestAborted))
        {
            yield return batch;
            answer.Metrics.Sent(batch.RowCount, answer.Format);
        }
    }

    // The names of parameters that .NET appends mean nothing to a client.
    private static string Sentence(Exception problem) =>
        (problem is ArgumentException { ParamName: { } name } ? problem.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : problem.Message).ReplaceLineEndings(" ");

    private static IResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    private sealed record Answer(RowsRequest Request, HttpContext Context, OnnxGenerator Generator, GeneratingSlots Slots, ServiceMetrics Metrics, RowsFormat Format);
}
