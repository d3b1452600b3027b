using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies assemblies for the compiler to refer to, with the internal members of chosen types made public. Only what the
/// compiler sees changes: at run time the real assemblies are loaded, and IgnoresAccessChecksToAttribute opens them.
/// </summary>
/// <remarks>
/// The visibility of a type, field or method is three bits of its row in the metadata tables, which are patched in place
/// (ECMA-335, II.22 to II.24). Compiled within the build, so that it needs neither a project nor a package of its own.
/// </remarks>
public class WidenReferences : Task
{
    private const int VisibilityMask = 7;
    private const int TypeInternal = 0;
    private const int TypePublic = 1;
    private const int NestedPublic = 2;
    private const int NestedInternal = 5;
    private const int MemberInternal = 3;
    private const int MemberPublic = 6;

    /// <summary>The assemblies to copy.</summary>
    [Required]
    public ITaskItem[] Assemblies { get; set; }

    /// <summary>Where the copies go, one for each assembly.</summary>
    [Required]
    public ITaskItem[] Copies { get; set; }

    /// <summary>Full names of types; +Name for a nested type.</summary>
    [Required]
    public ITaskItem[] Types { get; set; }

    public override bool Execute()
    {
        HashSet<string> names = new HashSet<string>(Types.Select(type => type.ItemSpec));
        HashSet<string> found = new HashSet<string>();
        for (int i = 0; i < Assemblies.Length; i++)
        {
            byte[] image = File.ReadAllBytes(Assemblies[i].ItemSpec);
            Widen(image, names, found);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Copies[i].ItemSpec)));
            File.WriteAllBytes(Copies[i].ItemSpec, image);
        }

        foreach (string name in names.Where(name => !found.Contains(name)))
        {
            Log.LogError("There is no type {0} in {1}.", name, string.Join(", ", Assemblies.Select(assembly => assembly.ItemSpec)));
        }

        return !Log.HasLoggedErrors;
    }

    private static void Widen(byte[] image, HashSet<string> names, HashSet<string> found)
    {
        int root = MetadataRoot(image);
        int tables = 0, strings = 0;
        int streams = root + 16 + Int(image, root + 12);
        int stream = streams + 4;
        for (int i = Short(image, streams + 2); i > 0; i--)
        {
            string name = Text(image, stream + 8);
            if (name == "#~")
            {
                tables = root + Int(image, stream);
            }
            else if (name == "#Strings")
            {
                strings = root + Int(image, stream);
            }

            stream += 8 + ((name.Length + 4) & ~3);
        }

        // The header of the tables: which of them there are, and how many rows each has.
        int heaps = image[tables + 6];
        ulong present = BitConverter.ToUInt64(image, tables + 8);
        int[] rows = new int[64];
        int position = tables + 24;
        for (int table = 0; table < rows.Length; table++)
        {
            if ((present & (1UL << table)) != 0)
            {
                rows[table] = Int(image, position);
                position += 4;
            }
        }

        const int Module = 0, TypeRef = 1, TypeDef = 2, FieldPtr = 3, Field = 4, MethodPtr = 5, MethodDef = 6, ParamPtr = 7, Param = 8;
        const int ModuleRef = 26, TypeSpec = 27, AssemblyRef = 35;
        int text = (heaps & 1) != 0 ? 4 : 2, guid = (heaps & 2) != 0 ? 4 : 2, blob = (heaps & 4) != 0 ? 4 : 2;
        int resolutionScope = new[] { Module, ModuleRef, AssemblyRef, TypeRef }.Any(table => rows[table] >= 1 << 14) ? 4 : 2;
        int typeDefOrRef = new[] { TypeDef, TypeRef, TypeSpec }.Any(table => rows[table] >= 1 << 14) ? 4 : 2;
        int fieldIndex = rows[FieldPtr] == 0 ? Index(rows[Field]) : Index(rows[FieldPtr]);
        int methodIndex = rows[MethodPtr] == 0 ? Index(rows[MethodDef]) : Index(rows[MethodPtr]);
        int paramIndex = rows[ParamPtr] == 0 ? Index(rows[Param]) : Index(rows[ParamPtr]);
        if (rows[FieldPtr] != 0 || rows[MethodPtr] != 0)
        {
            throw new InvalidDataException("An assembly with indirect tables is not supported.");
        }

        int typeSize = 4 + (2 * text) + typeDefOrRef + fieldIndex + methodIndex;
        int fieldSize = 2 + text + blob;
        int methodSize = 8 + text + blob + paramIndex;
        int types = position + (rows[Module] * (2 + text + (3 * guid))) + (rows[TypeRef] * (resolutionScope + (2 * text)));
        int fields = types + (rows[TypeDef] * typeSize);
        int methods = fields + (rows[Field] * fieldSize);

        for (int row = 0; row < rows[TypeDef]; row++)
        {
            int type = types + (row * typeSize);
            int visibility = image[type] & VisibilityMask;
            string name = Text(image, strings + Number(image, type + 4, text));
            string space = Text(image, strings + Number(image, type + 4 + text, text));
            string full = visibility > TypePublic ? "+" + name : space.Length == 0 ? name : space + "." + name;
            if (!names.Contains(full))
            {
                continue;
            }

            found.Add(full);
            image[type] = (byte)((image[type] & ~VisibilityMask)
                | (visibility == TypeInternal ? TypePublic : visibility == NestedInternal ? NestedPublic : visibility));
            int first = type + 4 + (2 * text) + typeDefOrRef;
            bool last = row == rows[TypeDef] - 1;
            int fieldEnd = last ? rows[Field] + 1 : Number(image, first + typeSize, fieldIndex);
            for (int field = Number(image, first, fieldIndex); field < fieldEnd; field++)
            {
                WidenMember(image, fields + ((field - 1) * fieldSize));
            }

            int methodEnd = last ? rows[MethodDef] + 1 : Number(image, first + fieldIndex + typeSize, methodIndex);
            for (int method = Number(image, first + fieldIndex, methodIndex); method < methodEnd; method++)
            {
                WidenMember(image, methods + ((method - 1) * methodSize) + 6);
            }
        }
    }

    private static void WidenMember(byte[] image, int flags)
    {
        if ((image[flags] & VisibilityMask) == MemberInternal)
        {
            image[flags] = (byte)((image[flags] & ~VisibilityMask) | MemberPublic);
        }
    }

    private static int MetadataRoot(byte[] image)
    {
        int header = Int(image, 60) + 4;
        int sections = Short(image, header + 2), optional = header + 20;
        bool wide = Short(image, optional) == 0x20b;
        int section = optional + Short(image, header + 16);
        int cliHeader = Offset(image, section, sections, Int(image, optional + (wide ? 112 : 96) + (14 * 8)));
        return Offset(image, section, sections, Int(image, cliHeader + 8));
    }

    private static int Offset(byte[] image, int section, int sections, int address)
    {
        for (int i = 0; i < sections; i++, section += 40)
        {
            int start = Int(image, section + 12);
            if (address >= start && address < start + Int(image, section + 16))
            {
                return Int(image, section + 20) + address - start;
            }
        }

        throw new InvalidDataException("The assembly is damaged.");
    }

    private static int Index(int rowCount)
    {
        return rowCount >= 1 << 16 ? 4 : 2;
    }

    private static int Number(byte[] image, int offset, int size)
    {
        return size == 4 ? Int(image, offset) : Short(image, offset);
    }

    private static int Int(byte[] image, int offset)
    {
        return BitConverter.ToInt32(image, offset);
    }

    private static int Short(byte[] image, int offset)
    {
        return BitConverter.ToUInt16(image, offset);
    }

    private static string Text(byte[] image, int offset)
    {
        int end = Array.IndexOf(image, (byte)0, offset);
        return Encoding.UTF8.GetString(image, offset, end - offset);
    }
}
