using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Torch;

/// <summary>
/// Arithmetic of tensors and numbers that a garbage collection cannot disturb; everything that trains takes it from here. Nouns and
/// prepositions make a new tensor, verbs change the tensor at hand.
/// </summary>
/// <remarks>
/// TorchSharp makes a <see cref="Scalar"/> of every number, and of the factor 1 in a sum of two tensors, and holds on to nothing but its
/// native pointer during the native call: a collection at that moment frees what the call still reads ("Unknown scalar type", or another
/// number). Here each lives until the call is over. Products, quotients and differences of two tensors make none.
/// </remarks>
internal static class TensorArithmetic
{
    private static readonly Scalar s_one = 1;
    private static readonly Scalar s_two = 2;
    private static readonly Scalar s_linearFrom = 20; // from here on softplus(x) is x in single precision

    extension(Tensor tensor)
    {
        /// <summary>The sum with factor · other.</summary>
        public Tensor Plus(Tensor other, double factor = 1)
        {
            using Scalar scalar = factor;
            return tensor.add(other, scalar);
        }

        public Tensor Plus(double number)
        {
            using Scalar scalar = number;
            return tensor.add(scalar, s_one);
        }

        public Tensor Minus(double number)
        {
            using Scalar scalar = number;
            return tensor.sub(scalar);
        }

        public Tensor Times(double number)
        {
            using Scalar scalar = number;
            return tensor.mul(scalar);
        }

        public Tensor Over(double number)
        {
            using Scalar scalar = number;
            return tensor.div(scalar);
        }

        public Tensor Squared() => tensor.pow(s_two);

        /// <summary>Lower items raised to the number.</summary>
        public Tensor AtLeast(double number)
        {
            using Scalar scalar = number;
            return tensor.clamp_min(scalar);
        }

        /// <summary>Rectified, with a slope below 0.</summary>
        public Tensor LeakyRectified(double slope)
        {
            using Scalar scalar = slope;
            return tensor.leaky_relu(scalar);
        }

        /// <summary>log(1 + eˣ).</summary>
        public Tensor Softplus() => SoftplusOf(tensor, s_one, s_linearFrom);

        /// <summary>Adds factor · other.</summary>
        public Tensor Add(Tensor other, double factor = 1)
        {
            using Scalar scalar = factor;
            return tensor.add_(other, scalar);
        }

        public Tensor Add(double number)
        {
            using Scalar scalar = number;
            return tensor.add_(scalar, s_one);
        }

        /// <summary>Adds factor · left · right.</summary>
        public Tensor AddProduct(Tensor left, Tensor right, double factor = 1)
        {
            using Scalar scalar = factor;
            return tensor.addcmul_(left, right, scalar);
        }

        /// <summary>Adds factor · dividend / divisor.</summary>
        public Tensor AddQuotient(Tensor dividend, Tensor divisor, double factor)
        {
            using Scalar scalar = factor;
            return tensor.addcdiv_(dividend, divisor, scalar);
        }

        public Tensor Multiply(double number)
        {
            using Scalar scalar = number;
            return tensor.mul_(scalar);
        }

        /// <summary>Lowers higher items to the number.</summary>
        public Tensor CutAbove(double number)
        {
            using Scalar scalar = number;
            return tensor.clamp_max_(scalar);
        }

        /// <summary>Sets items up to the number to 0.</summary>
        public Tensor ClearUpTo(double number)
        {
            using Scalar scalar = number, zero = 0;
            return tensor.threshold_(scalar, zero);
        }
    }

    // In public there is but the one that makes its numbers itself.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor SoftplusOf(Tensor tensor, Scalar sharpness, Scalar linearFrom);
}
