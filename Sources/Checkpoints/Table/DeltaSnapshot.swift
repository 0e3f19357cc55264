/// A Delta table at its newest version.
struct DeltaSnapshot: Hashable, Sendable {
  /// Nil if the table has no log.
  var version: Int?
  var versions: DeltaAction.Versions?
  var metadata: DeltaAction.Metadata?
  /// The files of the table by their paths in the sink.
  var active: [String: DeltaAction.Add] = [:]
  /// Files that were removed from the table, by their paths in the sink, with the time in milliseconds.
  var removed: [String: Int64] = [:]

  mutating func apply(_ action: DeltaAction) {
    if let versions = action.protocol { self.versions = versions }
    if let metadata = action.metaData { self.metadata = metadata }
    if let add = action.add {
      let path = DeltaPath.decoded(add.path)
      active[path] = add
      removed[path] = nil
    }
    if let remove = action.remove {
      let path = DeltaPath.decoded(remove.path)
      active[path] = nil
      removed[path] = remove.deletionTimestamp ?? 0
    }
  }
}
