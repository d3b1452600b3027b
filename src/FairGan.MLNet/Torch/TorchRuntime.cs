using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace FairGan.MLNet.Torch;

/// <summary>Starts the native library behind TorchSharp, repaired where it does not fit this system.</summary>
internal static class TorchRuntime
{
    /// <summary>The environment variable that, set to <c>1</c>, forbids loading a repaired copy of TorchSharp's native library.</summary>
    public const string NoRepairVariable = "FAIRGAN_NO_TORCH_REPAIR";

    private static readonly Lock s_starting = new();
    private static volatile bool s_started;

    /// <summary>
    /// Makes torch usable in this process. Must be called before any use of TorchSharp; later calls return at once. Safe to call
    /// from several threads.
    /// </summary>
    /// <param name="log">Receives one line if a repaired copy of the native library was needed.</param>
    /// <exception cref="DllNotFoundException">The native libraries are missing or cannot be loaded; the message states what to do.</exception>
    public static void EnsureStarted(Action<string>? log = null)
    {
        if (s_started)
        {
            return;
        }

        lock (s_starting)
        {
            if (!s_started)
            {
                Start(log);
                s_started = true;
            }
        }
    }

    // Not inlined, so that TorchSharp.dll is loaded here and not earlier.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(Action<string>? log)
    {
        WaitingPolicy.Apply();
        Assembly torchSharp = typeof(torch).Assembly;
        string? chosen = OperatingSystem.IsLinux() ? Environment.GetEnvironmentVariable(TorchNativeFiles.LibTorchVariable) : null;
        TorchNativeFiles files = TorchNativeFiles.Find(torchSharp.Location, chosen);
        if (OperatingSystem.IsLinux() && files is { Shim: { } shim, LibTorch: { } libTorch })
        {
            LoadOnLinux(shim, libTorch, isChosen: !string.IsNullOrEmpty(chosen), log);
        }
        else if ((files.LibTorch is null && !NativeLibrary.TryLoad("torch_cpu", torchSharp, null, out _))
            || (files.Shim is null && !NativeLibrary.TryLoad("LibTorchSharp", torchSharp, null, out _)))
        {
            throw Missing(files);
        }

        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (NotSupportedException e)
        {
            throw new DllNotFoundException("The native library of TorchSharp cannot be loaded: " + e.Message, e);
        }
    }

    /// <summary>The error for an application that brings no native library for torch.</summary>
    public static DllNotFoundException Missing(TorchNativeFiles files)
    {
        string missing = files.LibTorch is null ? TorchNativeFiles.FileName("torch_cpu") : TorchNativeFiles.FileName("LibTorchSharp");
        if (files.Shim is null && OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return new DllNotFoundException(
                $"Training needs libtorch, and TorchSharp has no native library for {RuntimeInformation.RuntimeIdentifier}; on Linux it has one for x64 alone. "
                + "Sampling and auditing work without it.");
        }

        string package = OperatingSystem.IsLinux()
            ? "libtorch-cpu-linux-x64 or TorchSharp-cpu (for a GPU: TorchSharp-cuda-linux)"
            : OperatingSystem.IsWindows() ? "TorchSharp-cpu (for a GPU: TorchSharp-cuda-windows)" : "TorchSharp-cpu";
        return new DllNotFoundException(
            $"Training needs libtorch, and {missing} was not found for {RuntimeInformation.RuntimeIdentifier}. "
            + $"FairGan.MLNet leaves the choice of the native library to the application: add a reference to the package {package}"
            + (OperatingSystem.IsLinux() ? $", or name the folder of a libtorch on this machine in {TorchNativeFiles.LibTorchVariable}. " : ". ")
            + "Sampling and auditing work without it.");
    }

    private static void LoadOnLinux(string shim, string libTorch, bool isChosen, Action<string>? log)
    {
        // The shim, or its copy in another folder, and TorchSharp find these by name once they are loaded; a build with CUDA brings all three.
        Load(libTorch);
        foreach (string other in new[] { "torch_cuda", "torch" })
        {
            string path = Path.Combine(Path.GetDirectoryName(libTorch)!, TorchNativeFiles.FileName(other));
            if (File.Exists(path))
            {
                Load(path);
            }
        }

        try
        {
            // A chosen libtorch may be of another version: a function that it lacks must be an error here, not a crash at
            // its first call.
            if (isChosen)
            {
                EagerLibrary.Load(shim);
            }
            else
            {
                NativeLibrary.Load(shim);
            }
        }
        catch (DllNotFoundException e) when (e.Message.Contains(RepairedLibrary.MissingVersion, StringComparison.Ordinal))
        {
            LoadRepaired(shim, e, log);
        }
        catch (DllNotFoundException e)
        {
            throw isChosen
                ? new DllNotFoundException($"TorchSharp's native library does not fit the libtorch that {TorchNativeFiles.LibTorchVariable} names, {libTorch}: {e.Message}. Name one of the version that TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)} was built with.", e)
                : CannotLoad(shim, e);
        }
    }

    private static void LoadRepaired(string shim, DllNotFoundException reason, Action<string>? log)
    {
        const string Explanation =
            $"This system's C++ library (libstdc++) is older than the one TorchSharp was built with ({RepairedLibrary.MissingVersion} is missing)";
        if (Environment.GetEnvironmentVariable(NoRepairVariable) == "1")
        {
            throw new DllNotFoundException(
                $"{Explanation}, and {NoRepairVariable}=1 forbids loading a repaired copy of {shim}. "
                + "Unset the variable, or use a system with the libstdc++ of GCC 13 or later.", reason);
        }

        List<Exception> failures = [reason];
        foreach (string folder in RepairedLibrary.CacheFolders())
        {
            if (TryLoadRepaired(shim, folder, failures, out string copy, out bool made))
            {
                if (made)
                {
                    log?.Invoke($"{Explanation}: loaded a repaired copy, stored as {copy}.");
                }

                return;
            }
        }

        // Without a home folder, the copy is in a folder that no other user could have created, and only until it is mapped.
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("fairgan-mlnet-");
        try
        {
            if (TryLoadRepaired(shim, temporary.FullName, failures, out _, out _))
            {
                log?.Invoke($"{Explanation}: loaded a temporary repaired copy.");
                return;
            }
        }
        finally
        {
            temporary.Delete(recursive: true);
        }

        throw new DllNotFoundException(
            $"{Explanation}, and no repaired copy of {shim} could be loaded: {failures[^1].Message} "
            + "Use a system with the libstdc++ of GCC 13 or later.", new AggregateException(failures));
    }

    private static bool TryLoadRepaired(string shim, string folder, List<Exception> failures, out string copy, out bool made)
    {
        copy = "";
        made = false;
        try
        {
            copy = RepairedLibrary.Ensure(shim, folder, out made);
            NativeLibrary.Load(copy);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or DllNotFoundException)
        {
            failures.Add(e);
            return false;
        }
    }

    private static void Load(string library)
    {
        try
        {
            NativeLibrary.Load(library);
        }
        catch (DllNotFoundException e)
        {
            throw CannotLoad(library, e);
        }
    }

    private static DllNotFoundException CannotLoad(string library, DllNotFoundException reason) =>
        new($"The native library {library} is there but cannot be loaded: {reason.Message}", reason);
}
