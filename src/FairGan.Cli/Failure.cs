using System.Reflection;
using System.Text.Json;

namespace FairGan.Cli;

/// <summary>Reports an exception: an exit code and one line.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Line">The line, without the command's name.</param>
internal sealed record Failure(int Code, string Line)
{
    /// <summary>The environment variable that, set to <c>1</c>, adds the stack trace.</summary>
    public const string DebugVariable = "FAIRGAN_DEBUG";

    private const string NotLoaded = "a part of the command cannot be loaded; raise the limit of open files (ulimit -n), or install the command again";

    /// <summary>The exit code and the line for an exception.</summary>
    public static Failure Of(Exception exception)
    {
        Exception cause = exception is AggregateException { InnerExceptions.Count: 1 } or TargetInvocationException or TypeInitializationException
            ? exception.InnerException ?? exception
            : exception;
        return cause switch
        {
            OperationCanceledException => new Failure(ExitCode.Stopped, "stopped; nothing was left half-written"),
            _ when IsInternal(cause) => new Failure(ExitCode.Failed, $"this input led to an error in fairgan itself; please report it, with the trace that {DebugVariable}=1 adds"),
            UsageException or FormatException or ArgumentException or InvalidDataException => new Failure(ExitCode.BadInput, OneLine(cause)),
            OutOfMemoryException => new Failure(ExitCode.Failed, "the memory is not enough for this work; use fewer rows or columns, or a machine with more"),
            FileLoadException => new Failure(ExitCode.Failed, NotLoaded),
            FileNotFoundException { FileName: { } part } when part.Contains(", Version=", StringComparison.Ordinal) => new Failure(ExitCode.Failed, NotLoaded),
            _ => new Failure(ExitCode.Failed, OneLine(cause)),
        };
    }

    /// <summary>Writes the line, and the stack trace if requested.</summary>
    public static int Report(Exception exception)
    {
        Failure failure = Of(exception);
        Console.Error.WriteLine($"fairgan: {failure.Line}");
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            Console.Error.WriteLine(exception);
        }

        return failure.Code;
    }

    // Errors whose messages speak of the program's parts, not of the user's input.
    private static bool IsInternal(Exception exception) => exception
        is NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException or ArgumentNullException or ArithmeticException or JsonException
        || (exception is FormatException && exception.TargetSite?.Module.Assembly == typeof(object).Assembly);

    // Whoever typed a command does not know the parameter names that .NET appends to messages.
    private static string OneLine(Exception exception)
    {
        string message = exception is ArgumentException { ParamName: { } parameter }
            ? exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
            : exception.Message;

        // libtorch adds where in its own source the exception comes from.
        int trace = message.IndexOf("Exception raised from", StringComparison.Ordinal);
        message = trace > 0 ? message[..trace] : message;
        return string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
