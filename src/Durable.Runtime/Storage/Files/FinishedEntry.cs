using System.Runtime.InteropServices;

namespace Durable.Storage.Files;

/// <summary>A finished run in an index file: 32 bytes, in the machine's own byte order.</summary>
/// <param name="IdHash">See <see cref="StableHash"/>.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="WorkflowHash">For skipping in queries; the line decides.</param>
/// <param name="Offset">Of the line that finished the run, in the segment that the index belongs to.</param>
/// <param name="Length">Of that line.</param>
/// <param name="Status">The final status.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct FinishedEntry(
    ulong IdHash, long CreatedAt, uint WorkflowHash, int Offset, int Length, RunStatus Status) : IComparable<FinishedEntry>
{
    public int CompareTo(FinishedEntry other) => IdHash.CompareTo(other.IdHash);
}
