using FairGan.MLNet.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FairGan.MLNet.Tests.Training;

public sealed class AdamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    public void Steps_are_those_of_the_librarys_own_to_the_bit(double weightDecay)
    {
        TorchRuntime.EnsureStarted();
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        Parameter[] ours = [new(randn(37, generator: generator)), new(randn(5, 3, generator: generator))];
        Parameter[] theirs = [.. ours.Select(parameter => new Parameter(parameter.detach().clone()))];
        using var adam = new MLNet.Training.Network.Adam(ours, 0.5, 0.9, weightDecay);
        using var reference = optim.Adam(theirs, 0.01, 0.5, 0.9, weight_decay: weightDecay);
        for (int step = 0; step < 20; step++)
        {
            Tensor[] gradients = [.. ours.Select(parameter => randn(parameter.shape, generator: generator))];
            for (int i = 0; i < theirs.Length; i++)
            {
                theirs[i].grad = gradients[i];
            }

            adam.Step(0.01, gradients);
            reference.step();
        }

        Assert.All(ours.Zip(theirs), pair => Assert.Equal(pair.Second.data<float>().ToArray(), pair.First.data<float>().ToArray()));
    }
}
