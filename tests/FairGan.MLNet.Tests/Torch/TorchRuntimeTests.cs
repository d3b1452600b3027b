using System.Runtime.InteropServices;
using FairGan.MLNet.Torch;
using TorchSharp;

namespace FairGan.MLNet.Tests.Torch;

public sealed class TorchRuntimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairgan-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Torch_computes_after_the_start()
    {
        TorchRuntime.EnsureStarted();

        using torch.Tensor left = torch.tensor([1f, 2f, 3f, 4f]).reshape(2, 2);
        using torch.Tensor product = left.mm(left);
        Assert.Equal([7f, 10f, 15f, 22f], product.data<float>().ToArray());
    }

    [Fact]
    public void Several_threads_may_start_it_at_once()
    {
        Parallel.For(0, 8, _ =>
        {
            TorchRuntime.EnsureStarted();
            using torch.Tensor one = torch.ones(3);
            Assert.Equal(3f, one.sum().item<float>());
        });
    }

    [Fact]
    public void A_user_may_forbid_the_repair()
    {
        (int exitCode, string output) = ChildProcess.RunTest(
            GetType(), nameof(Torch_computes_after_the_start), new Dictionary<string, string?> { [TorchRuntime.NoRepairVariable] = "1" });

        if (NativeLibrary.TryLoad(ElfVersionNeedsTests.ShimPath(), out _))
        {
            Assert.Equal(0, exitCode);
        }
        else
        {
            Assert.NotEqual(0, exitCode);
            Assert.Contains($"{TorchRuntime.NoRepairVariable}=1 forbids", output);
            Assert.Contains(RepairedLibrary.MissingVersion, output);
        }
    }

    [Fact]
    public void Torch_starts_without_a_folder_to_keep_the_copy_in()
    {
        string notAFolder = Path.Combine(_folder, "file");
        File.WriteAllText(notAFolder, "");
        string temporary = Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;

        (int exitCode, string output) = ChildProcess.RunTest(
            GetType(),
            nameof(Torch_computes_after_the_start),
            new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = notAFolder, ["TMPDIR"] = temporary });

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(temporary), path => path.Contains("fairgan-mlnet-", StringComparison.Ordinal));
    }

    [Fact]
    public void Waiting_threads_sleep_unless_the_user_chose_otherwise()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The policy is for the OpenMP of other systems.");
        WaitingPolicy.Apply();
        Assert.True(WaitingPolicy.IsSet("GOMP_SPINCOUNT") || WaitingPolicy.IsSet("OMP_WAIT_POLICY"));

        (int exitCode, string output) = ChildProcess.RunTest(
            GetType(), nameof(A_policy_of_the_user_is_not_changed), new Dictionary<string, string?> { ["OMP_WAIT_POLICY"] = "ACTIVE", ["GOMP_SPINCOUNT"] = null });
        Assert.True(exitCode == 0, output);
    }

    [Fact(Explicit = true)]
    public void A_policy_of_the_user_is_not_changed()
    {
        WaitingPolicy.Apply();
        Assert.False(WaitingPolicy.IsSet("GOMP_SPINCOUNT"));
        Assert.True(WaitingPolicy.IsSet("OMP_WAIT_POLICY"));
    }

    [Fact]
    public void The_repaired_copy_lies_in_a_closed_folder_and_is_made_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Native libraries are repaired on Linux alone.");
        string cache = Path.Combine(_folder, "a", "b");

        string first = RepairedLibrary.Ensure(ElfVersionNeedsTests.ShimPath(), cache, out bool made);
        string second = RepairedLibrary.Ensure(ElfVersionNeedsTests.ShimPath(), cache, out bool madeAgain);

        Assert.True(made);
        Assert.False(madeAgain);
        Assert.Equal(first, second);
        Assert.Equal([first], Directory.GetFiles(cache));
        Assert.True(Assert.Single(ElfVersionNeeds.Read(File.ReadAllBytes(first)), need => need.Version == RepairedLibrary.MissingVersion).IsWeak);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cache));
        }
    }

    [Fact]
    public void A_damaged_copy_is_made_anew_and_an_open_folder_is_closed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Native libraries are repaired on Linux alone.");
            return;
        }

        string copy = RepairedLibrary.Ensure(ElfVersionNeedsTests.ShimPath(), _folder, out _);
        byte[] right = File.ReadAllBytes(copy);
        byte[] wrong = [.. right];
        wrong[^1] ^= 1;
        File.WriteAllBytes(copy, wrong);
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherWrite);

        RepairedLibrary.Ensure(ElfVersionNeedsTests.ShimPath(), _folder, out bool made);

        Assert.True(made);
        Assert.Equal(right, File.ReadAllBytes(copy));
        Assert.False(File.GetUnixFileMode(_folder).HasFlag(UnixFileMode.OtherWrite));
    }

    [Fact]
    public void Files_are_found_in_the_first_folder_that_has_them()
    {
        string first = Directory.CreateDirectory(Path.Combine(_folder, "first")).FullName;
        string second = Directory.CreateDirectory(Path.Combine(_folder, "second")).FullName;
        string shim = Path.Combine(second, TorchNativeFiles.FileName("LibTorchSharp"));
        File.WriteAllBytes(shim, []);

        TorchNativeFiles files = TorchNativeFiles.Find([Path.Combine(_folder, "nowhere"), first, second]);

        Assert.Equal(shim, files.Shim);
        Assert.Null(files.LibTorch);
    }

    [Fact]
    public void Files_are_found_in_the_folders_of_the_packages()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of Linux.");
        string native = Path.Combine("runtimes", "linux-x64", "native");
        string shim = Make(Path.Combine(_folder, "torchsharp", "0.1.0", native, "libLibTorchSharp.so"));
        string assembly = Make(Path.Combine(_folder, "torchsharp", "0.1.0", "lib", "net8.0", "TorchSharp.dll"));
        string libTorch = Make(Path.Combine(_folder, "libtorch-cpu-linux-x64", "2.0.0", native, "libtorch_cpu.so"));

        // The tests' own output _folder comes first, so that only the folders of the packages are looked at here.
        TorchNativeFiles files = TorchNativeFiles.Find(TorchNativeFiles.Folders(assembly).Where(path => path.StartsWith(_folder, StringComparison.Ordinal)));

        Assert.Equal(new TorchNativeFiles(shim, libTorch), files);

        static string Make(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, []);
            return path;
        }
    }

    [Fact]
    public void A_libtorch_on_the_machine_serves_an_application_that_brings_none()
    {
        string library = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "lib")).FullName, TorchNativeFiles.FileName("torch_cpu"));
        File.WriteAllBytes(library, []);
        TorchNativeFiles without = new("shim", null);

        Assert.Equal(new TorchNativeFiles("shim", library), TorchNativeFiles.Chosen(without, _folder));
        Assert.Equal(new TorchNativeFiles("shim", library), TorchNativeFiles.Chosen(without, Path.Combine(_folder, "lib")));
        Assert.Equal(without, TorchNativeFiles.Chosen(without, ""));
        Assert.Contains("neither it nor", Assert.Throws<DllNotFoundException>(() => TorchNativeFiles.Chosen(without, Path.Combine(_folder, "nowhere"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot load two", Assert.Throws<DllNotFoundException>(() => TorchNativeFiles.Chosen(new("shim", "own"), _folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_for_missing_files_names_the_packages()
    {
        string message = TorchRuntime.Missing(new TorchNativeFiles("shim", null)).Message;

        Assert.Contains("torch_cpu", message);
        Assert.Contains("TorchSharp-cpu", message);
        Assert.Contains("add a reference", message);
        Assert.Contains("LibTorchSharp", TorchRuntime.Missing(new TorchNativeFiles(null, "libtorch")).Message);
    }
}
