import ConfigurationFiles

extension Plan {
  /// Returns the named chunks in time order; all chunks without names.
  ///
  /// A name is a chunk's ID, or a date, which selects all chunks that begin on that day.
  package func chunks(named names: Set<ChunkID>) throws(PlanError) -> [PlannedChunk] {
    guard !names.isEmpty else { return chunks }
    let chosen = chunks.filter { names.contains($0.chunk.id) || names.contains(ChunkID(text: "\($0.chunk.date)")) }
    let met = Set(chosen.flatMap { [$0.chunk.id, ChunkID(text: "\($0.chunk.date)")] })
    if let unknown = names.subtracting(met).min() {
      let known = chunks.map { "\($0.chunk.date)" } + chunks.map(\.chunk.id.text)
      throw .unknownChunk(unknown, hint: SpellingSuggestion.hint(for: unknown.text, among: known))
    }
    return chosen
  }
}
