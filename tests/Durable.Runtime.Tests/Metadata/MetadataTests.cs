using System.Text.Json;
using Durable.Storage;
using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Metadata;

[Proves("B-SHOW-2")]
public sealed class MetadataTests
{
    private const string ChildId = "run-1/1/child";

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Files)]
    public async Task Metadata_EveryChange_IsShownAndSeenByTheBodyTheSameOnReplay(StoreKind kind)
    {
        Script Code()
        {
            Script script = null!;
            script = new Script
            {
                Body = async (ctx, w, _) =>
                {
                    var shown = ctx.Metadata;
                    script.Trace($"{shown.Get<int>("count")} {shown.Get<string>("phase") ?? "none"}");
                    shown.Set("phase", "one");
                    shown.Increment("count");
                    shown.Increment("count", 41);
                    shown.Increment("share", 0.25);
                    shown.Append("log", "a");
                    shown.Append("log", "b");
                    shown.Set("gone", 1);
                    await w.AlphaAsync("x");
                    shown.Remove("gone");
                    shown.Set("phase", "two");
                    script.Trace($"{shown.Get<int>("count")} {shown.Get<string>("phase")} {shown.Get<double>("share")} {string.Join(",", shown.Get<string[]>("log")!)} {shown.Get<int?>("gone")}");
                    await ctx.SleepAsync(TimeSpan.FromHours(1));
                    return "ok";
                },
            };
            return script;
        }

        var first = Code();
        await using var engine = await Engine.StartAsync(first, kind: kind);
        await engine.StartRunAsync();
        Assert.Equal("""{"count":42,"log":["a","b"],"phase":"two","share":0.25}""", Json(await engine.UntilAsleepAsync()));
        var second = Code();
        await engine.CrashAsync(second);
        await engine.WakeAsync();

        Assert.Equal("ok", await engine.Run.ResultAsync(engine.Patience));
        Assert.Equal(first.LastTrace, second.LastTrace);
        Assert.Equal(["0 none", "42 two 0.25 a,b "], first.LastTrace);
        Assert.Equal("""{"count":42,"log":["a","b"],"phase":"two","share":0.25}""", Json((await engine.Client.GetAsync(Engine.RunId))!));
        Assert.Equal(
            ["start", "meta meta", "meta meta#2", "meta meta#3", "meta meta#4", "meta meta#5", "meta meta#6", "meta meta#7", "step Alpha", "meta meta#8", "meta meta#9", "sleep sleep", "wake sleep", "end"],
            await engine.JournalAsync());
    }

    [Theory, Proves("B-JRN-2")]
    [InlineData(StoreKind.Memory, false)]
    [InlineData(StoreKind.Memory, true)]
    [InlineData(StoreKind.Files, false)]
    [InlineData(StoreKind.Files, true)]
    public async Task Increment_ProcessDiesAtEachCommit_CountsOnceForSelfParentAndRoot(StoreKind kind, bool afterTheWrite)
    {
        // Parent, child and grandchild: 12 commits, give or take.
        for (var crashAt = 1; crashAt <= 14; crashAt++)
        {
            await using var engine = await Engine.StartAsync(
                Family(),
                durable =>
                {
                    durable.AddWorkflow<ChildWorkflow>();
                    durable.Services.AddSingleton(new ChildScript(Descendant));
                },
                kind);
            var store = engine.Store;
            var commits = 0;
            var died = new TaskCompletionSource();
            var at = crashAt;
            Func<RunCommit, Task> die = _ =>
            {
                if (Interlocked.Increment(ref commits) == at)
                {
                    store.Kill();
                    died.TrySetResult();
                }

                return Task.CompletedTask;
            };
            store.BeforeCommit = afterTheWrite ? null : die;
            store.AfterCommit = afterTheWrite ? die : null;
            await engine.StartRunAsync();
            await Task.WhenAny(died.Task, engine.UntilEndedAsync());
            await engine.CrashAsync(Family());

            Assert.Equal("3", (await engine.UntilEndedAsync()).Result!.Value.GetString());
            Assert.Equal("""{"own":1,"total":3}""", Json((await engine.Client.GetAsync(Engine.RunId))!));
            Assert.Equal("""{"below":1}""", Json((await engine.Client.GetAsync(ChildId))!));
        }

        static Script Family() => new()
        {
            Body = static async (ctx, _, _) =>
            {
                ctx.Metadata.Increment("own");
                var child = await ChildWorkflow.StartChildAsync(ctx, "child");
                await ctx.WaitUntilAsync(() => ctx.Metadata.Get<int>("total") == 3);
                await child.ResultAsync();
                return $"{ctx.Metadata.Get<int>("total")}";
            },
        };

        static async Task<string> Descendant(WorkflowContext ctx, ChildWorkflow workflow, string input)
        {
            ctx.Metadata.Root.Increment("total");
            if (input == "child")
            {
                await workflow.DoAsync("x");
                await ChildWorkflow.RunChildAsync(ctx, "grandchild");
            }
            else
            {
                ctx.Metadata.Parent.Increment("below");
                ctx.Metadata.Root.Increment("total");
                await workflow.DoAsync("y");
            }

            return "";
        }
    }

    [Fact]
    public async Task ParentAndRoot_WithoutAParent_AreTheRunItself()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static (ctx, _, _) =>
            {
                ctx.Metadata.Parent.Set("parent", 1);
                ctx.Metadata.Root.Set("root", 2);
                return Task.FromResult($"{ctx.Metadata.Get<int>("parent")}{ctx.Metadata.Get<int>("root")}");
            },
        });
        var run = await engine.StartRunAsync();

        Assert.Equal("12", await run.ResultAsync(engine.Patience));
        Assert.Equal("""{"parent":1,"root":2}""", Json(await run.GetInfoAsync()));
    }

    [Fact, Proves("B-CTL-3")]
    public async Task ContinueAsNew_KeepsWhatTheRunShows()
    {
        await using var engine = await Engine.StartAsync(static durable =>
        {
            durable.AddWorkflow<ChildWorkflow>();
            durable.Services.AddSingleton(new ChildScript(static async (ctx, _, input) =>
            {
                ctx.Metadata.Set("lives", ctx.Metadata.Get<string>("lives") + ctx.Generation);
                return input.Length == 2 ? ctx.Metadata.Get<string>("lives")! : await ChildWorkflow.AgainAsync(ctx, input + "x");
            }));
        });
        var run = await engine.Host.Services.GetRequiredService<ChildWorkflow.Client>().StartAsync("", new() { RunId = Engine.RunId });

        Assert.Equal("123", await run.ResultAsync(engine.Patience));
        Assert.Equal("""{"lives":"123"}""", Json(await run.GetInfoAsync()));
    }

    [Fact]
    public async Task Change_ThatIsNotAllowed_ThrowsInTheBodyAndChangesNothing()
    {
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = static async (ctx, w, _) =>
            {
                ctx.Metadata.Set("text", "one");
                var codes = new List<string>
                {
                    CodeOf(() => ctx.Metadata.Increment("text")),
                    CodeOf(() => ctx.Metadata.Append("text", "two")),
                    CodeOf(() => ctx.Metadata.Get<int>("text")),
                    CodeOf(() => ctx.Metadata.Set("large", new string('x', 300_000))),
                };
                Assert.Equal(DurableErrorCodes.NameInvalid, Assert.Throws<DurableException>(() => ctx.Metadata.Set("", 1)).Code);
                Assert.Equal(DurableErrorCodes.NameInvalid, Assert.Throws<DurableException>(() => ctx.Metadata.Set(new string('n', 201), 1)).Code);
                Assert.Equal(DurableErrorCodes.ArgumentOutOfRange, Assert.Throws<DurableException>(() => ctx.Metadata.Increment("text", double.NaN)).Code);
                return string.Join(" ", codes) + await w.AlphaAsync("");
            },
        });
        var run = await engine.StartRunAsync();

        Assert.Equal("METADATA_MISMATCH METADATA_MISMATCH METADATA_MISMATCH METADATA_TOO_LARGE", await run.ResultAsync(engine.Patience));
        Assert.Equal("""{"text":"one"}""", Json(await run.GetInfoAsync()));
        Assert.Equal(["start", "meta meta", "step Alpha", "end"], await engine.JournalAsync());
    }

    [Fact]
    public async Task Change_FromAChildThatTheParentsValueDoesNotAllow_HasNoEffect()
    {
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static async (ctx, _, _) =>
                {
                    ctx.Metadata.Set("total", "text");
                    await ChildWorkflow.RunChildAsync(ctx, "");
                    return "ok";
                },
            },
            static durable =>
            {
                durable.AddWorkflow<ChildWorkflow>();
                durable.Services.AddSingleton(new ChildScript(static (ctx, _, _) =>
                {
                    ctx.Metadata.Parent.Increment("total");
                    return Task.FromResult("");
                }));
            });
        var run = await engine.StartRunAsync();

        Assert.Equal("ok", await run.ResultAsync(engine.Patience));
        Assert.Equal("""{"total":"text"}""", Json(await run.GetInfoAsync()));
    }

    [Fact, Proves("B-JRN-6")]
    public async Task Change_OtherThanRecorded_IsADifference()
    {
        Script Code(string value) => new()
        {
            Body = async (ctx, _, _) =>
            {
                ctx.Metadata.Set("phase", value);
                await ctx.SleepAsync(TimeSpan.FromHours(1));
                return "";
            },
        };
        await using var engine = await Engine.StartAsync(Code("one"));
        await engine.StartRunAsync();
        await engine.UntilAsleepAsync();
        await engine.CrashAsync(Code("two"));
        engine.Time.Advance(TimeSpan.FromHours(1));

        Assert.StartsWith(DurableErrorCodes.ReplayMismatch, (await engine.UntilStuckAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact, Proves("B-DET-2")]
    public async Task Metadata_FromAStep_IsRefused()
    {
        WorkflowContext context = null!;
        await using var engine = await Engine.StartAsync(new Script
        {
            Body = async (ctx, w, _) =>
            {
                context = ctx;
                return await w.OnceAsync("x");
            },
            Step = (_, _) => Task.FromResult($"{CodeOf(() => context.Metadata.Set("a", 1))} {CodeOf(() => context.Metadata.Get<int>("a"))}"),
        });
        var run = await engine.StartRunAsync();

        Assert.Equal("CONTEXT_MISUSE CONTEXT_MISUSE", await run.ResultAsync(engine.Patience));
    }

    [Fact]
    public async Task List_ByTagsMetadataAndParent_FindsTheRuns()
    {
        await using var engine = await Engine.StartAsync(
            new Script
            {
                Body = static async (ctx, _, input) =>
                {
                    ctx.Metadata.Set("customer", input);
                    ctx.Metadata.Set("items", input.Length);
                    await ChildWorkflow.StartChildAsync(ctx, "", new() { ParentClosePolicy = ParentClosePolicy.Abandon });
                    return "";
                },
            },
            static durable =>
            {
                durable.AddWorkflow<ChildWorkflow>();
                durable.Services.AddSingleton(new ChildScript(static (_, _, _) => Task.FromResult("")));
            });
        var client = engine.Host.Services.GetRequiredService<ScriptedWorkflow.Client>();
        foreach (var name in (string[])["ada", "grace", "eve"])
        {
            await client.StartAsync(name, new() { RunId = name, Tags = new Dictionary<string, string> { ["first"] = name[..1] } });
            await engine.UntilEndedAsync(name);
            await engine.UntilEndedAsync($"{name}/1/child");
        }

        Assert.Equal(["grace"], await FindAsync(new() { Tags = new Dictionary<string, string> { ["first"] = "g" } }));
        Assert.Equal(["ada"], await FindAsync(new() { Metadata = new Dictionary<string, string> { ["customer"] = "ada" } }));
        Assert.Equal(["ada", "eve"], await FindAsync(new() { Metadata = new Dictionary<string, string> { ["items"] = "3" } }));
        Assert.Empty(await FindAsync(new() { Metadata = new Dictionary<string, string> { ["items"] = "3", ["customer"] = "grace" } }));
        Assert.Equal(["grace/1/child"], await FindAsync(new() { Parent = "grace" }));
        Assert.Equal(new RunParent("grace", "child"), (await engine.Client.GetAsync("grace/1/child"))!.Parent);

        async Task<List<string>> FindAsync(RunQuery query)
        {
            var found = new List<string>();
            await foreach (var info in engine.Client.ListAsync(query, engine.Patience))
            {
                found.Add(info.RunId);
            }

            found.Sort(StringComparer.Ordinal);
            return found;
        }
    }

    [Fact]
    public async Task Types_UsedByNothingElse_AreWrittenAndRead()
    {
        await using var engine = await Engine.StartAsync(static durable => durable.AddWorkflow<GaugeWorkflow>());
        var run = await engine.Host.Services.GetRequiredService<GaugeWorkflow.Client>().StartAsync(new() { RunId = Engine.RunId });

        Assert.Equal("Reading { Station = north, Value = 3.5 } Hour { Number = 9 } Hour { Number = 10 }", await run.ResultAsync(engine.Patience));
        Assert.Equal("""{"marks":[{"sign":"x"}],"reading":{"station":"north","value":3.5}}""", Json(await run.GetInfoAsync()), ignoreCase: true);
    }

    private static string CodeOf(Action act)
    {
        try
        {
            act();
            return "nothing";
        }
        catch (DurableException exception)
        {
            return exception.Code;
        }
    }

    private static string Json(RunInfo info) =>
        $"{{{string.Join(",", info.Metadata.Select(static pair => $"{JsonSerializer.Serialize(pair.Key)}:{pair.Value.GetRawText()}"))}}}";
}
