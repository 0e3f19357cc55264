/// Determines if a dictionary makes a page smaller.
enum DictionaryHeuristic {
  /// `saved` is what the values take beyond the texts that are new to the dictionary, `indices` what their numbers
  /// take. Indices hardly shrink when they are compressed; values do, to some 40 %.
  static func pays(saved: Int, indices: Int, _ compression: ParquetCompression) -> Bool {
    compression == .none ? saved > indices : saved * 2 > indices * 5
  }
}
