using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using FairGan.MLNet.Components.Persistence;

namespace FairGan.MLNet.Tests.Persistence;

public sealed class InternalMembersTests
{
    /// <summary>All that the product may use of ML.NET without ML.NET promising it. It is the same in all versions since 1.0.</summary>
    private static readonly string[] s_allowed =
    [
        "Microsoft.ML.LoadableClassAttribute",
        "Microsoft.ML.LoadableClassAttribute..ctor",
        "Microsoft.ML.ModelLoadContext",
        "Microsoft.ML.ModelLoadContext.CheckAtModel",
        "Microsoft.ML.ModelLoadContext.TryLoadBinaryStream",
        "Microsoft.ML.ModelSaveContext.CheckAtModel",
        "Microsoft.ML.ModelSaveContext.SaveBinaryStream",
        "Microsoft.ML.ModelSaveContext.SetVersionInfo",
        "Microsoft.ML.SchemaShape+Column..ctor",
        "Microsoft.ML.SchemaShape.Create",
        "Microsoft.ML.SchemaShape.TryFindColumn",
        "Microsoft.ML.SignatureLoadModel",
        "Microsoft.ML.VersionInfo",
        "Microsoft.ML.VersionInfo..ctor",
    ];

    [Fact]
    public void The_product_binds_to_no_other_internal_members()
    {
        string[] bound = [.. InternalReferences().Values.Distinct().Order(StringComparer.Ordinal)];

        Assert.Contains("Microsoft.ML.ModelSaveContext.SetVersionInfo", bound);
        Assert.Contains("Microsoft.ML.VersionInfo..ctor", bound);
        Assert.Empty(bound.Except(s_allowed));
    }

    [Fact]
    public void Code_outside_of_Persistence_binds_to_none()
    {
        Dictionary<int, string> tokens = InternalReferences();
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        List<string> found = [];
        int inside = 0;
        foreach (Type type in typeof(ModelStreams).Assembly.GetTypes())
        {
            foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            {
                byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
                for (int i = 0; i + 4 <= code.Length; i++)
                {
                    if (tokens.TryGetValue(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(i)), out string? member))
                    {
                        if (type.Namespace == typeof(ModelStreams).Namespace)
                        {
                            inside++;
                        }
                        else
                        {
                            found.Add($"{type}.{method.Name} uses {member}");
                        }
                    }
                }
            }
        }

        Assert.Empty(found);
        Assert.True(inside > 0);
    }

    /// <summary>The internal types and members of ML.NET that the product refers to, by their tokens.</summary>
    private static Dictionary<int, string> InternalReferences()
    {
        Assembly product = typeof(ModelStreams).Assembly;
        using PEReader file = new(File.OpenRead(product.Location));
        MetadataReader metadata = file.GetMetadataReader();
        Dictionary<int, string> found = [];
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
        {
            int token = MetadataTokens.GetToken(handle);
            if (product.ManifestModule.ResolveType(token) is { IsVisible: false } type && IsForeign(type))
            {
                found[token] = type.FullName!;
            }
        }

        Type[] arguments = [.. Enumerable.Repeat(typeof(object), 8)];
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            int token = MetadataTokens.GetToken(handle);
            MemberInfo? member = null;
            try
            {
                member = product.ManifestModule.ResolveMember(token, arguments, arguments);
            }
            catch (Exception e) when (e is ArgumentException or TypeLoadException)
            {
                // A member of a generic type whose arguments do not fit; the types that are widened are not generic.
                Assert.Equal(HandleKind.TypeSpecification, metadata.GetMemberReference(handle).Parent.Kind);
            }

            bool isInternal = member switch
            {
                MethodBase method => method.IsAssembly || method.IsFamilyAndAssembly || method.IsPrivate || !method.DeclaringType!.IsVisible,
                FieldInfo field => field.IsAssembly || field.IsFamilyAndAssembly || field.IsPrivate || !field.DeclaringType!.IsVisible,
                _ => false,
            };
            if (isInternal && IsForeign(member!.DeclaringType!))
            {
                found[token] = $"{member.DeclaringType!.FullName}.{member.Name}";
            }
        }

        return found;
    }

    private static bool IsForeign(Type type) => type.Assembly.GetName().Name!.StartsWith("Microsoft.ML", StringComparison.Ordinal);
}
