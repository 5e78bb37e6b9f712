using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace Durable.Generators.Emitting;

/// <summary>Files that are written before the compiler asks for them.</summary>
/// <remarks>It asks for one file after the other, and never for one whose model is as it was: only what is certainly new may be written ahead.</remarks>
/// <param name="write">Gives the file of a model.</param>
internal sealed class WrittenAhead<TModel>(Func<TModel, SourceText> write)
    where TModel : class
{
    private readonly ConditionalWeakTable<TModel, SourceText> _files = new();

    public void Write(TModel model)
    {
        var file = write(model);
        _files.GetValue(model, _ => file);
    }

    /// <summary>The model's file, which is not kept.</summary>
    public SourceText Take(TModel model)
    {
        if (!_files.TryGetValue(model, out var file))
        {
            return write(model);
        }

        _files.Remove(model);
        return file;
    }
}
