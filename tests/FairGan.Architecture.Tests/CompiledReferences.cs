using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FairGan.Architecture.Tests;

/// <summary>
/// Reads from a compiled assembly which types each of its types refers to: in signatures, attributes, generic arguments
/// and in the instructions of method bodies. Nested and compiler-made types count as the type that encloses them.
/// </summary>
internal static class CompiledReferences
{
    /// <summary>Every reference of the assembly at <paramref name="path"/> to a named type, each pair of types once.</summary>
    public static IReadOnlyList<TypeReference> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return new Reader(file).Read();
    }

    /// <summary>The full names of the assembly's own top-level types, those that the compiler makes left out.</summary>
    public static IReadOnlyList<string> Types(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeDefinitions
                .Where(handle => metadata.GetTypeDefinition(handle).GetDeclaringType().IsNil)
                .Select(handle => TypeNames.Of(metadata, handle))
                .Where(name => !name.Contains('<') && !name.Contains("System.Runtime.CompilerServices.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal)),
        ];
    }

    private sealed class Reader(PEReader file)
    {
        private readonly MetadataReader _metadata = file.GetMetadataReader();
        private readonly TypeNames _names = new();
        private readonly HashSet<TypeReference> _references = [];

        public IReadOnlyList<TypeReference> Read()
        {
            foreach (var handle in _metadata.TypeDefinitions)
            {
                var type = _metadata.GetTypeDefinition(handle);
                string from = TypeNames.Of(_metadata, handle);
                Add(from, type.BaseType);
                AddAttributes(from, type.GetCustomAttributes());
                foreach (var implementation in type.GetInterfaceImplementations())
                {
                    Add(from, _metadata.GetInterfaceImplementation(implementation).Interface);
                }

                foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
                {
                    Add(from, field.DecodeSignature(_names, null));
                    AddAttributes(from, field.GetCustomAttributes());
                }

                foreach (var parameter in type.GetGenericParameters().Select(_metadata.GetGenericParameter))
                {
                    AddConstraints(from, parameter);
                }

                foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
                {
                    AddMethod(from, method);
                }
            }

            return [.. _references];
        }

        private void AddMethod(string from, MethodDefinition method)
        {
            Add(from, method.DecodeSignature(_names, null));
            AddAttributes(from, method.GetCustomAttributes());
            foreach (var parameter in method.GetGenericParameters().Select(_metadata.GetGenericParameter))
            {
                AddConstraints(from, parameter);
            }

            if (method.RelativeVirtualAddress == 0)
            {
                return;
            }

            var body = file.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil)
            {
                foreach (var local in _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null))
                {
                    Add(from, local);
                }
            }

            foreach (var region in body.ExceptionRegions.Where(region => !region.CatchType.IsNil))
            {
                Add(from, region.CatchType);
            }

            foreach (var token in Instructions.Tokens(body.GetILReader()))
            {
                Add(from, token);
            }
        }

        private void AddConstraints(string from, GenericParameter parameter)
        {
            foreach (var constraint in parameter.GetConstraints())
            {
                Add(from, _metadata.GetGenericParameterConstraint(constraint).Type);
            }
        }

        private void AddAttributes(string from, CustomAttributeHandleCollection attributes)
        {
            foreach (var attribute in attributes)
            {
                Add(from, _metadata.GetCustomAttribute(attribute).Constructor);
            }
        }

        private void Add(string from, MethodSignature<ImmutableHashSet<string>> signature)
        {
            Add(from, signature.ReturnType);
            foreach (var parameter in signature.ParameterTypes)
            {
                Add(from, parameter);
            }
        }

        private void Add(string from, ImmutableHashSet<string> types)
        {
            foreach (string to in types.Where(to => to != from))
            {
                _references.Add(new TypeReference(from, to));
            }
        }

        private void Add(string from, EntityHandle handle)
        {
            if (handle.IsNil)
            {
                return;
            }

            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    Add(from, [TypeNames.Of(_metadata, (TypeDefinitionHandle)handle)]);
                    break;
                case HandleKind.TypeReference:
                    Add(from, [TypeNames.Of(_metadata, (TypeReferenceHandle)handle)]);
                    break;
                case HandleKind.TypeSpecification:
                    Add(from, _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, null));
                    break;
                case HandleKind.MethodDefinition:
                    var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                    Add(from, method.GetDeclaringType());
                    Add(from, method.DecodeSignature(_names, null));
                    break;
                case HandleKind.FieldDefinition:
                    var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                    Add(from, field.GetDeclaringType());
                    Add(from, field.DecodeSignature(_names, null));
                    break;
                case HandleKind.MethodSpecification:
                    var generic = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Add(from, generic.Method);
                    foreach (var argument in generic.DecodeSignature(_names, null))
                    {
                        Add(from, argument);
                    }

                    break;
                case HandleKind.MemberReference:
                    AddMember(from, _metadata.GetMemberReference((MemberReferenceHandle)handle));
                    break;
            }
        }

        private void AddMember(string from, MemberReference member)
        {
            Add(from, member.Parent);
            if (member.GetKind() == MemberReferenceKind.Method)
            {
                Add(from, member.DecodeMethodSignature(_names, null));
            }
            else
            {
                Add(from, member.DecodeFieldSignature(_names, null));
            }
        }
    }
}
