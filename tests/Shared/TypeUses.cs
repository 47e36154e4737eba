using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MnistApi.Architecture;

/// <summary>Collects the types that one type of an assembly uses.</summary>
internal sealed class TypeUses : ISignatureTypeProvider<bool, bool>
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly HashSet<TypeName> _names = [];

    private TypeUses(PEReader file, MetadataReader metadata) => (_file, _metadata) = (file, metadata);

    public static IReadOnlyCollection<TypeName> Of(PEReader file, MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var uses = new TypeUses(file, metadata);
        uses.AddMembers(metadata.GetTypeDefinition(handle));
        return uses._names;
    }

    private void AddMembers(TypeDefinition type)
    {
        Add(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            Add(_metadata.GetInterfaceImplementation(implementation).Interface);

        AddConstraints(type.GetGenericParameters());
        AddAttributes(type.GetCustomAttributes());
        foreach (var field in type.GetFields())
        {
            Add(field);
            AddAttributes(_metadata.GetFieldDefinition(field).GetCustomAttributes());
        }

        foreach (var property in type.GetProperties()) AddAttributes(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (var method in type.GetMethods()) AddMethod(method, _metadata.GetMethodDefinition(method));
    }

    private void AddMethod(MethodDefinitionHandle handle, MethodDefinition method)
    {
        Add(handle);
        AddConstraints(method.GetGenericParameters());
        AddAttributes(method.GetCustomAttributes());
        foreach (var parameter in method.GetParameters()) AddAttributes(_metadata.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0) return;

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        Add(body.LocalSignature);
        foreach (var region in body.ExceptionRegions) Add(region.CatchType);
        foreach (var token in InstructionTokens.Of(body.GetILReader())) Add(MetadataTokens.EntityHandle(token));
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => _metadata.GetGenericParameter(parameter).GetConstraints()))
            Add(_metadata.GetGenericParameterConstraint(constraint).Type);
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes) Add(_metadata.GetCustomAttribute(attribute).Constructor);
    }

    /// <summary>A type, or a member with its type and its signature.</summary>
    private void Add(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _names.Add(TypeName.Of(_metadata, (TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                _names.Add(TypeName.Of(_metadata, (TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, false);
                break;
            case HandleKind.FieldDefinition:
                AddField(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle));
                break;
            case HandleKind.MethodDefinition:
                AddCalled(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle));
                break;
            case HandleKind.MemberReference:
                AddMember(_metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                AddGeneric(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle));
                break;
            case HandleKind.StandaloneSignature:
                AddSignature(_metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle));
                break;
            default:
                throw new InvalidOperationException($"An instruction names a {handle.Kind}.");
        }
    }

    private void AddField(FieldDefinition field)
    {
        Add(field.GetDeclaringType());
        field.DecodeSignature(this, false);
    }

    private void AddCalled(MethodDefinition method)
    {
        Add(method.GetDeclaringType());
        method.DecodeSignature(this, false);
    }

    private void AddMember(MemberReference member)
    {
        Add(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field) member.DecodeFieldSignature(this, false);
        else member.DecodeMethodSignature(this, false);
    }

    private void AddGeneric(MethodSpecification method)
    {
        Add(method.Method);
        method.DecodeSignature(this, false);
    }

    private void AddSignature(StandaloneSignature signature)
    {
        if (signature.GetKind() == StandaloneSignatureKind.LocalVariables) signature.DecodeLocalSignature(this, false);
        else signature.DecodeMethodSignature(this, false);
    }

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        Add(handle);
        return true;
    }

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        Add(handle);
        return true;
    }

    public bool GetTypeFromSpecification(MetadataReader reader, bool genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        Add(handle);
        return true;
    }

    // Types built from other types add nothing, because the decoder has visited those types before.
    public bool GetArrayType(bool elementType, ArrayShape shape) => true;

    public bool GetByReferenceType(bool elementType) => true;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

    public bool GetGenericMethodParameter(bool genericContext, int index) => true;

    public bool GetGenericTypeParameter(bool genericContext, int index) => true;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

    public bool GetPinnedType(bool elementType) => true;

    public bool GetPointerType(bool elementType) => true;

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

    public bool GetSZArrayType(bool elementType) => true;
}
