using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace SyntheticDataService;

/// <summary>Reads the small body of a request within a time limit; who sends it byte by byte is refused (408) and holds nothing.</summary>
/// <param name="options">The limit.</param>
internal sealed class BodyDeadline(IOptions<ServiceOptions> options) : IMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            await next(context);
            return;
        }

        var body = new MemoryStream();
        var reader = context.Request.BodyReader;
        using var deadline = new CancellationTokenSource(options.Value.BodyWithin);
        using (deadline.Token.Register(reader.CancelPendingRead))
        {
            try
            {
                for (bool isComplete = false; !isComplete;)
                {
                    var part = await reader.ReadAsync(context.RequestAborted);
                    foreach (var memory in part.Buffer)
                    {
                        body.Write(memory.Span);
                    }

                    reader.AdvanceTo(part.Buffer.End);
                    if (part.IsCanceled)
                    {
                        await RefuseAsync(context, StatusCodes.Status408RequestTimeout, $"The body did not arrive within {options.Value.BodyWithin.TotalSeconds} seconds.");
                        return;
                    }

                    isComplete = part.IsCompleted;
                }
            }
            catch (BadHttpRequestException problem)
            {
                await RefuseAsync(context, problem.StatusCode, "The body is too large, too slow or broken.");
                return;
            }
        }

        body.Position = 0;
        context.Request.Body = body;
        await next(context);
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail)
    {
        context.Response.Headers.Connection = "close";
        return TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
    }
}
