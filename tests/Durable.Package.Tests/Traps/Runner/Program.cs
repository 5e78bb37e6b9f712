using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Durable;
using Microsoft.Extensions.DependencyInjection;
using Runner;

// A culture of its own mind about letters and numbers; where the machine has none but the invariant one, that has to do.
if (CultureInfo.GetCultures(CultureTypes.SpecificCultures).FirstOrDefault(culture => culture.Name == "tr-TR") is { } turkish)
{
    CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = turkish;
}

// Arguments in threes: the assembly that holds a workflow, the workflow's name, its input. One line of output for each.
for (var i = 0; i + 2 < args.Length; i += 3)
{
    var (path, workflow, input) = (args[i], args[i + 1], args[i + 2]);
    Console.WriteLine($"{Path.GetFileNameWithoutExtension(path)} {workflow} {await RunAsync(Assembly.LoadFrom(path), workflow, input)}");
}

static async Task<string> RunAsync(Assembly assembly, string workflow, string input)
{
    try
    {
        var add = assembly.GetType("Durable.AssemblyWorkflows", throwOnError: true)!
            .GetMethod("AddWorkflows")!
            .CreateDelegate<Func<DurableBuilder, DurableBuilder>>();
        await using var durable = await DurableHost.StartAsync(builder =>
        {
            builder.Services.AddSingleton(TimeProvider.System);
            add(builder).UseInMemoryStore();
        });

        var id = await durable.Client.StartAsync(workflow, JsonSerializer.Deserialize<JsonElement>(input));
        var run = new AnyRun(durable.Client, DefinitionOf(assembly, workflow), id);
        await run.ResultAsync();
        return (await run.GetInfoAsync()).Result?.GetRawText() ?? "nothing";
    }
    catch (Exception exception)
    {
        // The next cases run all the same; whoever reads the line sees what went wrong.
        return exception.ToString().ReplaceLineEndings(" ");
    }
}

static WorkflowDefinition DefinitionOf(Assembly assembly, string workflow) => assembly.GetTypes()
    .Select(type => type.GetProperty("Definition", BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)?.GetValue(null))
    .OfType<WorkflowDefinition>()
    .Single(definition => definition.Name == workflow);
