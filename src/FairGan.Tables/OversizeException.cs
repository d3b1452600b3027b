namespace FairGan.Tables;

/// <summary>A small file promises, or holds in compressed form, so much that reading it would take the memory of the machine.</summary>
internal sealed class OversizeException() : Exception("unpacks to more memory than a file of this size may take");
