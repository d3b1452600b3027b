namespace FairGan.MLNet.Torch;

/// <summary>One symbol version that a shared library needs of another.</summary>
/// <param name="Library">The library that should provide it, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="IsWeak">Whether the dynamic linker loads the library when the version is missing.</param>
/// <param name="FlagsOffset">Offset of the 16 bits of flags in the file.</param>
internal sealed record ElfVersionNeed(string Library, string Version, bool IsWeak, int FlagsOffset);
