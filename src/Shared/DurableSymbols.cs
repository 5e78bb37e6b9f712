using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Durable.Shared;

/// <summary>The runtime's types as one compilation sees them.</summary>
/// <remarks>Holds the compilation: never let it into an incremental pipeline's values.</remarks>
internal sealed class DurableSymbols
{
    private static readonly ConditionalWeakTable<Compilation, Lookup> s_known = new();

    private readonly ConcurrentDictionary<IAssemblySymbol, bool> _bearers = new(SymbolEqualityComparer.Default);

    private DurableSymbols(
        Compilation compilation,
        INamedTypeSymbol workflowAttribute,
        INamedTypeSymbol stepAttribute,
        INamedTypeSymbol workflowContext,
        INamedTypeSymbol stepContext,
        INamedTypeSymbol signal)
    {
        Compilation = compilation;
        WorkflowAttribute = workflowAttribute;
        StepAttribute = stepAttribute;
        WorkflowContext = workflowContext;
        StepContext = stepContext;
        Signal = signal;
        var runtime = workflowContext.ContainingAssembly;
        Task = compilation.GetTypeByMetadataName(WellKnownNames.Task);
        TaskOfT = compilation.GetTypeByMetadataName(WellKnownNames.TaskOfT);
        ValueTask = compilation.GetTypeByMetadataName(WellKnownNames.ValueTask);
        ValueTaskOfT = compilation.GetTypeByMetadataName(WellKnownNames.ValueTaskOfT);
        CancellationToken = compilation.GetTypeByMetadataName(WellKnownNames.CancellationToken);
        ConstructorMarker = compilation.GetTypeByMetadataName(WellKnownNames.ActivatorUtilitiesConstructorAttribute);
        RecordedAttribute = runtime.GetTypeByMetadataName(WellKnownNames.RecordedAttribute);
        RunMetadata = runtime.GetTypeByMetadataName(WellKnownNames.RunMetadata);
        MetadataWriter = runtime.GetTypeByMetadataName(WellKnownNames.MetadataWriter);
        SignalHandlerAttribute = runtime.GetTypeByMetadataName(WellKnownNames.SignalHandlerAttribute);
        Ask = runtime.GetTypeByMetadataName(WellKnownNames.Ask);
        QueryAttribute = runtime.GetTypeByMetadataName(WellKnownNames.QueryAttribute);
        UpdateAttribute = runtime.GetTypeByMetadataName(WellKnownNames.UpdateAttribute);
        StepKeyAttribute = runtime.GetTypeByMetadataName(WellKnownNames.StepKeyAttribute);
        RateLimitAttribute = runtime.GetTypeByMetadataName(WellKnownNames.RateLimitAttribute);
        StepsAttribute = runtime.GetTypeByMetadataName(WellKnownNames.StepsAttribute);
        FromServicesAttribute = runtime.GetTypeByMetadataName(WellKnownNames.FromServicesAttribute);
        Guid = compilation.GetTypeByMetadataName(WellKnownNames.Guid);
        RunHandle = runtime.GetTypeByMetadataName(WellKnownNames.RunHandle);
        AllowNondeterminismAttribute = runtime.GetTypeByMetadataName(WellKnownNames.AllowNondeterminismAttribute);
        DeterminismSummaryAttribute = runtime.GetTypeByMetadataName(WellKnownNames.DeterminismSummaryAttribute);
        SetsRequiredMembers = compilation.GetTypeByMetadataName(WellKnownNames.SetsRequiredMembersAttribute);
    }

    public Compilation Compilation { get; }

    public INamedTypeSymbol WorkflowAttribute { get; }

    public INamedTypeSymbol StepAttribute { get; }

    public INamedTypeSymbol WorkflowContext { get; }

    public INamedTypeSymbol StepContext { get; }

    public INamedTypeSymbol Signal { get; }

    public INamedTypeSymbol? Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? CancellationToken { get; }

    public INamedTypeSymbol? ConstructorMarker { get; }

    public INamedTypeSymbol? RecordedAttribute { get; }

    public INamedTypeSymbol? RunMetadata { get; }

    public INamedTypeSymbol? MetadataWriter { get; }

    public INamedTypeSymbol? Ask { get; }

    public INamedTypeSymbol? SignalHandlerAttribute { get; }

    public INamedTypeSymbol? QueryAttribute { get; }

    public INamedTypeSymbol? UpdateAttribute { get; }

    public INamedTypeSymbol? StepKeyAttribute { get; }

    public INamedTypeSymbol? RateLimitAttribute { get; }

    public INamedTypeSymbol? StepsAttribute { get; }

    public INamedTypeSymbol? FromServicesAttribute { get; }

    public INamedTypeSymbol? Guid { get; }

    public INamedTypeSymbol? RunHandle { get; }

    public INamedTypeSymbol? AllowNondeterminismAttribute { get; }

    public INamedTypeSymbol? DeterminismSummaryAttribute { get; }

    public INamedTypeSymbol? SetsRequiredMembers { get; }

    /// <summary>Null where the runtime is not referenced, or not whole: nothing can be said about workflows then.</summary>
    /// <remarks>Looked up once for each compilation, and all but the first where that was found: a search goes through every reference.</remarks>
    public static DurableSymbols? TryCreate(Compilation compilation) => s_known.GetValue(compilation, static key => new Lookup(Find(key))).Symbols;

    private static DurableSymbols? Find(Compilation compilation)
    {
        var workflow = compilation.GetTypeByMetadataName(WellKnownNames.WorkflowAttribute);
        var runtime = workflow?.ContainingAssembly;
        var step = runtime?.GetTypeByMetadataName(WellKnownNames.StepAttribute);
        var workflowContext = runtime?.GetTypeByMetadataName(WellKnownNames.WorkflowContext);
        var stepContext = runtime?.GetTypeByMetadataName(WellKnownNames.StepContext);
        var signal = runtime?.GetTypeByMetadataName(WellKnownNames.Signal);
        return workflow is null || step is null || workflowContext is null || stepContext is null || signal is null
            ? null
            : new DurableSymbols(compilation, workflow, step, workflowContext, stepContext, signal);
    }

    public AttributeData? FindWorkflow(INamedTypeSymbol type) => MayBearAttributes(type) ? Find(type, WorkflowAttribute) : null;

    public AttributeData? FindSteps(INamedTypeSymbol type) => MayBearAttributes(type) ? Find(type, StepsAttribute) : null;

    /// <summary>The type, if it is a class of steps that workflows share.</summary>
    public INamedTypeSymbol? SharedStepsOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && FindSteps(named) is not null && FindWorkflow(named) is null ? named : null;

    public AttributeData? FindStep(IMethodSymbol method) => MayBearAttributes(method) ? Find(method, StepAttribute) : null;

    /// <summary>Whether our attributes can stand on a symbol: its assembly is this one, or references the runtime.</summary>
    /// <remarks>Rules ask for attributes of whatever code uses; those of the framework would be read from its metadata for nothing.</remarks>
    public bool MayBearAttributes(ISymbol symbol) => symbol.ContainingAssembly is { } assembly && _bearers.GetOrAdd(assembly, ReferencesRuntime);

    private bool ReferencesRuntime(IAssemblySymbol assembly) =>
        SymbolEqualityComparer.Default.Equals(assembly, Compilation.Assembly)
        || SymbolEqualityComparer.Default.Equals(assembly, WorkflowContext.ContainingAssembly)
        || assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == WorkflowContext.ContainingAssembly.Name));

    /// <summary>Whether two types are the same to the compiler, leaving nullable annotations and tuple names aside.</summary>
    public bool AreSame(ITypeSymbol left, ITypeSymbol right) =>
        SymbolEqualityComparer.Default.Equals(left, right)
        || Compilation.ClassifyCommonConversion(left, right) is { Exists: true, IsIdentity: true };

    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? known) =>
        known is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, known);

    public static AttributeData? Find(ISymbol symbol, INamedTypeSymbol? attribute)
    {
        if (attribute is null)
        {
            return null;
        }

        foreach (var data in symbol.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
            {
                return data;
            }
        }

        return null;
    }

    /// <summary>The rate limit of a method, or of the one that it overrides.</summary>
    public AttributeData? FindRateLimit(IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (Find(current, RateLimitAttribute) is { } data)
            {
                return data;
            }
        }

        return null;
    }

    /// <summary>An attribute of a parameter, or of the one that it overrides.</summary>
    public static AttributeData? FindOnParameter(IParameterSymbol parameter, INamedTypeSymbol? attribute)
    {
        for (var method = parameter.ContainingSymbol as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            if (Find(method.Parameters[parameter.Ordinal], attribute) is { } data)
            {
                return data;
            }
        }

        return null;
    }

    private sealed record Lookup(DurableSymbols? Symbols);
}
