using System.Collections.Immutable;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Durable.Analyzers.Determinism;

/// <summary>Values written as text in the way of the machine's culture (DUR0011): formats given without saying whose they are.</summary>
/// <remarks>Plain numbers in an interpolated or joined text are left alone, and so are formats that are the same everywhere.</remarks>
internal sealed class CultureRule : BodyRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } = ImmutableArray.Create(
        OperationKind.Invocation,
        OperationKind.Interpolation,
        OperationKind.InterpolatedStringAppendFormatted,
        OperationKind.Binary,
        OperationKind.CompoundAssignment);

    public override void Visit(IOperation operation, BodyContext body)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { Name: "ToString", Parameters: { Length: 1 } parameters } method, Instance.Type: { } type } invocation
                when parameters[0].Type.SpecialType == SpecialType.System_String && DependsOnCulture(type, invocation.Arguments[0].Value.ConstantValue):
                body.Report(RuleIds.Machine, invocation.Syntax, method);
                break;
            case IInvocationOperation { TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } method } invocation
                when method.Parameters[0].Type.SpecialType == SpecialType.System_String && invocation.Arguments.Skip(1).SelectMany(Values).Any(WritesDate):
                body.Report(RuleIds.Machine, invocation.Syntax, method);
                break;
            case IInvocationOperation { TargetMethod: { Name: "Append", ContainingType.Name: "StringBuilder" } method, Arguments: { Length: 1 } arguments } invocation when IsJoined(arguments[0].Value):
                body.Report(RuleIds.Machine, invocation.Syntax, method);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String, LeftOperand: var left, RightOperand: var right }:
                ReportJoined(left, body);
                ReportJoined(right, body);
                break;
            case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String, Value: var value }:
                ReportJoined(value, body);
                break;
            case IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments: { Length: > 0 } arguments } } hole
                when arguments[0].Value.Type is { } type && IsOfHandlerWithoutProvider(hole) && DependsOnCulture(Boxed(arguments[0].Value).Type ?? type, FormatOf(arguments)):
                body.Report(RuleIds.Machine, Boxed(arguments[0].Value).Syntax.GetLocation(), Writes(Boxed(arguments[0].Value)));
                break;
            case IInterpolationOperation { Expression.Type: { } type } hole
                when IsPlainText(hole) && DependsOnCulture(type, hole.FormatString):
                body.Report(RuleIds.Machine, hole.Expression.Syntax.GetLocation(), Writes(hole.Expression));
                break;
        }
    }

    private static void ReportJoined(IOperation operand, BodyContext body)
    {
        if (IsJoined(operand))
        {
            body.Report(RuleIds.Machine, operand.Syntax.GetLocation(), Writes(Boxed(operand)));
        }
    }

    private static bool IsJoined(IOperation operand) => operand.Type?.SpecialType == SpecialType.System_Object && Boxed(operand).Type is { } type && IsDate(Underlying(type));

    private static string Writes(IOperation value) => $"writes a {value.Type!.Name} in the way of the current culture";

    // Those of texts and their builders: others write in their own way. One that is given a provider writes in its way.
    private static bool IsOfHandlerWithoutProvider(IOperation hole)
    {
        var parent = hole.Parent;
        while (parent is IInterpolatedStringOperation or IInterpolatedStringAdditionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInterpolatedStringHandlerCreationOperation { Type.Name: "AppendInterpolatedStringHandler" or "DefaultInterpolatedStringHandler" } creation
            && creation.HandlerCreation is IObjectCreationOperation { Arguments: var arguments }
            && !arguments.Any(static argument => argument.Parameter?.Type.Name == "IFormatProvider");
    }

    private static IOperation? FormatOf(ImmutableArray<IArgumentOperation> arguments) =>
        arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "format" && argument.ArgumentKind != ArgumentKind.DefaultValue)?.Value;

    private static bool DependsOnCulture(ITypeSymbol type, IOperation? format) =>
        format is null ? IsDate(Underlying(type)) : DependsOnCulture(type, format.ConstantValue);

    private static bool DependsOnCulture(ITypeSymbol type, Optional<object?> format)
    {
        var value = Underlying(type);
        if (!IsDate(value) && !IsNumber(value))
        {
            return false;
        }

        return format is not { HasValue: true, Value: string text }
            || (IsDate(value) ? !IsSameEverywhereForDates(text) : !IsSameEverywhereForNumbers(text));
    }

    // Standard formats of ISO 8601 and RFC 1123, and custom ones of digits: no names, no separators of a culture.
    private static bool IsSameEverywhereForDates(string format) =>
        format is "O" or "o" or "R" or "r" or "s" or "u"
        || (format.Length > 1 && !format.Contains("MMM") && !format.Contains("ddd") && format.All(static c => c is not ('/' or 't' or 'g')));

    // Hexadecimal and binary digits, and whole numbers with leading zeros.
    private static bool IsSameEverywhereForNumbers(string format) => format.Length > 0 && format[0] is 'X' or 'x' or 'D' or 'd' or 'B' or 'b';

    private static bool IsPlainText(IOperation hole) =>
        hole.Parent is IInterpolatedStringOperation text
        && text.Parent is not IConversionOperation { Type.SpecialType: not (SpecialType.System_String or SpecialType.System_Object) };

    private static bool WritesDate(IOperation value) => value.Type is { } type && (IsDate(Underlying(type)) || IsFraction(Underlying(type)));

    private static IEnumerable<IOperation> Values(IArgumentOperation argument) => argument.Value switch
    {
        IArrayCreationOperation { Initializer.ElementValues: var elements } => elements.Select(Boxed),
        ICollectionExpressionOperation { Elements: var elements } => elements.Select(Boxed),
        var value => [Boxed(value)],
    };

    private static IOperation Boxed(IOperation value) => value is IConversionOperation { Operand: { } operand } ? operand : value;

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static bool IsDate(ITypeSymbol type) => type.SpecialType == SpecialType.System_DateTime
        || (type is { Name: "DateTimeOffset" or "DateOnly" or "TimeOnly", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });

    private static bool IsFraction(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal;

    private static bool IsNumber(ITypeSymbol type) => IsFraction(type)
        || type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;
}
