using Durable.Generators.Emitting;
using Durable.Generators.Models;
using Durable.Generators.Parsing;
using Durable.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Durable.Generators;

/// <summary>Writes the generated half of every workflow class and every class of shared steps, and the registry of the assembly's workflows.</summary>
/// <remarks>It reports nothing: where a class is not valid it is silent, and the analyzers say why through the same reader.</remarks>
[Generator(LanguageNames.CSharp)]
internal sealed class WorkflowGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var written = new WrittenAhead<WorkflowModel>(WorkflowEmitter.Emit);
        var parsed = new ParsedClasses<WorkflowModel>(nameof(WellKnownNames.WorkflowAttribute), WorkflowParser.Parse, written);
        var writtenShared = new WrittenAhead<SharedStepsModel>(SharedStepsEmitter.Emit);
        var parsedShared = new ParsedClasses<SharedStepsModel>(nameof(WellKnownNames.StepsAttribute), SharedStepsParser.Parse, writtenShared);
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.WorkflowAttribute,
                predicate: static (node, _) => node is ClassDeclarationSyntax,
                transform: (declaration, cancellationToken) => parsed.Parse(declaration, cancellationToken))
            .WithTrackingName(StageNames.Parse)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(StageNames.Model);

        var shared = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnownNames.StepsAttribute,
                predicate: static (node, _) => node is ClassDeclarationSyntax,
                transform: (declaration, cancellationToken) => parsedShared.Parse(declaration, cancellationToken))
            .WithTrackingName(StageNames.ParseSharedSteps)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(StageNames.SharedStepsModel);

        var registry = models
            .Select(static (model, _) => new RegistryEntry(model.SortKey, model.FullName))
            .Collect()
            .Select(static (entries, _) => new RegistryModel(entries.OrderBy(entry => entry.SortKey, StringComparer.Ordinal).ToEquatableArray()))
            .WithTrackingName(StageNames.Registry);

        context.RegisterSourceOutput(models, (output, model) =>
            output.AddSource(model.HintName, written.Take(model)));

        context.RegisterSourceOutput(shared, (output, model) =>
            output.AddSource(model.HintName, writtenShared.Take(model)));

        context.RegisterSourceOutput(registry, static (output, model) =>
        {
            if (model.Workflows.Count > 0)
            {
                output.AddSource(RegistryEmitter.HintName, RegistryEmitter.Emit(model.Workflows));
            }
        });
    }
}
