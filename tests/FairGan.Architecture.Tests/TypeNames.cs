using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace FairGan.Architecture.Tests;

/// <summary>Decodes signatures into the full names of all types in them, generic arguments included.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<ImmutableHashSet<string>, object?>
{
    /// <summary>The full name of a type of this assembly; of a nested one, the name of the outermost type around it.</summary>
    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return FullName(reader, type.Namespace, type.Name);
    }

    /// <summary>The full name of a type of another assembly; of a nested one, the name of the outermost type around it.</summary>
    public static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        return FullName(reader, type.Namespace, type.Name);
    }

    public ImmutableHashSet<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [Of(reader, handle)];

    public ImmutableHashSet<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [Of(reader, handle)];

    public ImmutableHashSet<string> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        return reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }

    public ImmutableHashSet<string> GetGenericInstantiation(ImmutableHashSet<string> genericType, ImmutableArray<ImmutableHashSet<string>> typeArguments)
    {
        return typeArguments.Aggregate(genericType, (all, argument) => all.Union(argument));
    }

    public ImmutableHashSet<string> GetFunctionPointerType(MethodSignature<ImmutableHashSet<string>> signature)
    {
        return signature.ParameterTypes.Aggregate(signature.ReturnType, (all, parameter) => all.Union(parameter));
    }

    public ImmutableHashSet<string> GetModifiedType(ImmutableHashSet<string> modifier, ImmutableHashSet<string> unmodifiedType, bool isRequired) => modifier.Union(unmodifiedType);

    public ImmutableHashSet<string> GetArrayType(ImmutableHashSet<string> elementType, ArrayShape shape) => elementType;

    public ImmutableHashSet<string> GetByReferenceType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPinnedType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPointerType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetSZArrayType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetGenericMethodParameter(object? genericContext, int index) => [];

    public ImmutableHashSet<string> GetGenericTypeParameter(object? genericContext, int index) => [];

    public ImmutableHashSet<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    private static string FullName(MetadataReader reader, StringHandle space, StringHandle name)
    {
        string start = reader.GetString(space);
        string end = reader.GetString(name);
        return start.Length == 0 ? end : start + "." + end;
    }
}
