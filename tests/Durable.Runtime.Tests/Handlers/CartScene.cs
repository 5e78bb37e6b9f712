using Durable.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Durable.Tests.Handlers;

/// <summary>A process that runs carts, and the cart that a test is about.</summary>
internal sealed class CartScene(Engine engine, CartProbe probe) : IAsyncDisposable
{
    public Engine Engine { get; } = engine;

    public CartProbe Probe { get; } = probe;

    public CartWorkflow.Run Cart => Engine.Host.Services.GetRequiredService<CartWorkflow.Client>().Get(Engine.RunId);

    public static async Task<CartScene> StartAsync()
    {
        var probe = new CartProbe();
        var engine = await Engine.StartAsync(durable =>
        {
            durable.Services.AddSingleton(probe);
            durable.AddWorkflow<CartWorkflow>();
        });
        var scene = new CartScene(engine, probe);
        await engine.Host.Services.GetRequiredService<CartWorkflow.Client>().StartAsync(9, new() { RunId = Engine.RunId });
        return scene;
    }

    public async Task CrashAsync()
    {
        await Engine.KillAsync();
        await Engine.LiveAsync(script: null);
    }

    /// <summary>Ends the cart and returns its result.</summary>
    public async Task<string> CloseAsync()
    {
        await Engine.WakeAsync();
        await Cart.SignalAsync(CartWorkflow.Close, "closed");
        return await Cart.ResultAsync(Engine.Patience);
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
