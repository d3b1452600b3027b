using System.Reflection;
using System.Reflection.Emit;
using FairGan.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Tests.Torch;

public sealed class TensorArithmeticTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    // What makes a number that a garbage collection can take is read from TorchSharp's code.
    [Fact]
    public void Nothing_but_the_arithmetic_makes_numbers_for_the_native_library()
    {
        var makers = Makers();
        Assert.Contains(Operator("op_Addition", typeof(Tensor)), makers);
        Assert.Contains(Operator("op_Multiply", typeof(double)), makers);
        Assert.Contains(typeof(TorchSharp.Modules.Adam).GetMethod("step", [typeof(Func<Tensor>)])!, makers);
        Assert.DoesNotContain(Operator("op_Multiply", typeof(Tensor)), makers);

        var calls = Methods(typeof(TensorArithmetic).Assembly).SelectMany(method => Called(method).Where(makers.Contains).Select(called => (Caller: method, Called: called))).ToLookup(call => call.Caller.DeclaringType == typeof(TensorArithmetic));
        Assert.Empty(calls[false].Select(call => $"{call.Caller.DeclaringType}.{call.Caller.Name}: {call.Called.DeclaringType}.{call.Called}"));
        Assert.All(calls[true], call => Assert.Equal(typeof(Scalar), call.Called.DeclaringType));

        static MethodBase Operator(string name, Type right) => typeof(Tensor).GetMethod(name, [typeof(Tensor), right])!;
    }

    // In a process of its own, for other tests call TorchSharp as it is.
    [Fact]
    public void Garbage_collections_do_not_touch_numbers_in_use()
    {
        var (exitCode, output) = ChildProcess.RunTest(typeof(TensorArithmeticTests), nameof(Under_collections_every_result_is_the_same), new Dictionary<string, string?>());
        Assert.True(exitCode == 0, output);
    }

    [Fact(Explicit = true)]
    public void Under_collections_every_result_is_the_same()
    {
        TorchRuntime.EnsureStarted();
        float[] expected = Results();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                Thread.SpinWait(4000); // so that the calls get on
            }
        }).Start();
        while (!stop.IsCancellationRequested)
        {
            Assert.Equal(expected, Results());
        }

        static float[] Results()
        {
            using var scope = NewDisposeScope();
            var x = tensor([-2f, 0.5f, 3]);
            var changed = x.clone().Add(x, 0.5).Add(1.5).Multiply(3).AddProduct(x, x, 2).AddQuotient(x, x, 4).CutAbove(9).ClearUpTo(0.1);
            return cat([x.Plus(x, 0.5), x.Plus(1.5), x.Minus(2), x.Times(3), x.Over(7), x.Squared(), x.AtLeast(0), x.LeakyRectified(0.2), x.Softplus(), changed]).data<float>().ToArray();
        }
    }

    /// <summary>The members of TorchSharp that make a number or come to one that does; what an override does its base may do.</summary>
    private static HashSet<MethodBase> Makers()
    {
        List<(MethodBase Caller, MethodBase Called)> calls = [];
        foreach (var method in Methods(typeof(Tensor).Assembly))
        {
            calls.AddRange(Called(method).Select(called => (method, called)));
            if (method is MethodInfo { IsVirtual: true } overriding && overriding.GetBaseDefinition() is { } basis && basis != method && basis.Module == method.Module)
            {
                calls.Add((basis, method));
            }
        }

        var callers = calls.ToLookup(call => call.Called, call => call.Caller);
        HashSet<MethodBase> makers = [.. typeof(Scalar).GetConstructors(Declared)];
        Queue<MethodBase> open = new(makers);
        while (open.TryDequeue(out var called))
        {
            foreach (var caller in callers[called].Where(makers.Add))
            {
                open.Enqueue(caller);
            }
        }

        return makers;
    }

    private static IEnumerable<MethodBase> Methods(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMembers(Declared)).OfType<MethodBase>();

    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            var operand = s_opCodes[value == 0xfe ? (short)(0xfe00 | code[at++]) : value].OperandType;
            if (operand == OperandType.InlineMethod && method.Module.ResolveMethod(BitConverter.ToInt32(code, at), ofType, ofMethod) is { } called)
            {
                yield return called;
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
