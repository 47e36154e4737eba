using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace MnistApi.Architecture;

/// <summary>Reads a method's instructions (ECMA-335, partition III) for the metadata tokens that they name.</summary>
internal static class InstructionTokens
{
    private const byte TwoByteInstruction = 0xFE;

    private static readonly Dictionary<ushort, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value, code => code.OperandType);

    public static IReadOnlyList<int> Of(BlobReader instructions)
    {
        var tokens = new List<int>();
        while (instructions.RemainingBytes > 0)
        {
            var operand = Operands[ReadCode(ref instructions)];
            if (IsToken(operand)) tokens.Add(instructions.ReadInt32());
            else Skip(operand, ref instructions);
        }

        return tokens;
    }

    private static bool IsToken(OperandType operand) => operand is
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig or OperandType.InlineTok or OperandType.InlineType;

    private static void Skip(OperandType operand, ref BlobReader instructions)
    {
        var length = operand == OperandType.InlineSwitch ? 4 * instructions.ReadInt32() : Length(operand);
        instructions.Offset += length;
    }

    private static ushort ReadCode(ref BlobReader instructions)
    {
        var first = instructions.ReadByte();
        return first == TwoByteInstruction ? (ushort)(first << 8 | instructions.ReadByte()) : first;
    }

    private static int Length(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new NotSupportedException($"Unknown operand {operand}."),
    };
}
