using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace FairGan.MLNet.Torch;

/// <summary>
/// Arithmetic of tensors and numbers that is safe from garbage collection; all training code uses it. Methods named by nouns or
/// prepositions return a new tensor, verbs change the tensor in place.
/// </summary>
/// <remarks>
/// TorchSharp creates a <see cref="Scalar"/> for every number, and for the factor 1 in a sum of two tensors, and keeps nothing but its
/// native pointer during the native call: a collection at that moment frees memory that the call still reads ("Unknown scalar type", or
/// another number). Here each scalar lives until the call returns. Products, quotients and differences of two tensors create none.
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

    // The public overload creates its scalars itself.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "softplus1")]
    private static extern Tensor SoftplusOf(Tensor tensor, Scalar sharpness, Scalar linearFrom);
}
