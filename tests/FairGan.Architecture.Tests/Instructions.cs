using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace FairGan.Architecture.Tests;

/// <summary>Walks the instructions of a method body (ECMA-335, III) and gives out the metadata tokens they name.</summary>
internal static class Instructions
{
    private static readonly Dictionary<int, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xffff, code => code.OperandType);

    /// <summary>The types, fields and methods that the instructions refer to, in order.</summary>
    public static IEnumerable<EntityHandle> Tokens(BlobReader body)
    {
        var tokens = new List<EntityHandle>();
        while (body.RemainingBytes > 0)
        {
            int code = body.ReadByte();
            code = code == 0xfe ? 0xfe00 | body.ReadByte() : code;
            switch (s_operands[code])
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    body.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    body.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    body.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    int targets = body.ReadInt32();
                    body.Offset += 4 * targets;
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    tokens.Add(MetadataTokens.EntityHandle(body.ReadInt32()));
                    break;
                default:
                    body.Offset += 4;
                    break;
            }
        }

        return tokens;
    }
}
