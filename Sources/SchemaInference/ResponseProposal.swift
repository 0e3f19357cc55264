import ConfigurationFiles
package import Reading
import Records

/// A proposal based on a response: the path of its records and their columns, inferred from all of them.
package struct ResponseProposal: Sendable {
  /// The structure of the response.
  package private(set) var outline = ResponseOutline()
  package private(set) var records: RecordPathSearch.Candidate
  /// The column of each value of a record, in order of first appearance; objects are expanded one level deep.
  package private(set) var fields: [FieldProposal] = []
  package private(set) var recordCount = 0
  package private(set) var envelope: EnvelopeGuess

  /// An object with more keys than this is a table of something, and stays JSON.
  private static let maxInnerKeys = 32
  /// More columns than any table has.
  private static let maxFields = 1_000

  /// Reads the response twice: for its outline, and for its values.
  ///
  /// - Parameter path: the path of the records; nil to search for it.
  /// - Throws: `InferenceError`, or a `StorageError`.
  package init(_ response: SavedResponse, records path: [String]?) throws {
    var scanner = OutlineScanner()
    var isCompressed = false
    try response.forEachBlock { block in
      if scanner.outline.documents == 0, block.starts(with: [0x1F, 0x8B]) { isCompressed = true }
      if !isCompressed { scanner.append(block) }
    }
    scanner.finish()
    if isCompressed { throw InferenceError.compressed(response.name) }
    outline = scanner.outline
    if outline.documents > 1, outline.node(at: [])?.count(.object, .array) ?? 0 > 1 {
      throw InferenceError.manyDocuments(response.name, outline.documents)
    }
    let search = RecordPathSearch(outline)
    let found = path.map { path in search.candidates.first { $0.path == path } } ?? search.candidates.first
    guard let found else {
      // Invalid JSON has no records either, and is the better reason.
      try ResponseProposal.read(response, ResponseLayout(records: ["\u{0}"], wanted: []), onBatch: { _ in })
      throw InferenceError.noRecords(response.name, wanted: path, arrays: search.arrays)
    }
    records = found
    envelope = EnvelopeGuess(outline, records: found)
    try readFields(response)
    if fields.isEmpty { throw InferenceError.noRecords(response.name, wanted: path, arrays: search.arrays) }
  }

  private mutating func readFields(_ response: SavedResponse) throws {
    let paths = fieldPaths
    var inferences = [FieldInference](repeating: FieldInference(), count: paths.count)
    var count = 0
    try ResponseProposal.read(response, ResponseLayout(records: records.path, wanted: paths)) { batch in
      count += batch.recordCount
      for row in 0..<batch.recordCount {
        for slot in paths.indices { inferences[slot].note(batch.values[row * paths.count + slot], in: batch.bytes) }
      }
    }
    recordCount = count
    var taken: Set<String> = []
    fields = zip(paths, inferences).map { path, inference in
      FieldProposal(path: path, name: ResponseProposal.name(for: path, taken: &taken), inference)
    }
  }

  /// The paths of a record's values.
  private var fieldPaths: [[String]] {
    let paths = records.record.keys.flatMap { index -> [[String]] in
      let node = outline.nodes[index]
      // An empty key cannot be written in a path.
      guard !node.key.isEmpty else { return [] }
      let inner = node.keys.map { outline.nodes[$0].key }
      let isOpened =
        node.count(.object) > 0 && node.count(.array, .string, .number, .true, .false) == 0
        && (1...ResponseProposal.maxInnerKeys).contains(inner.count) && !inner.contains("")
      return isOpened ? inner.map { [node.key, $0] } : [[node.key]]
    }
    return Array(paths.prefix(ResponseProposal.maxFields))
  }

  private static func name(for path: [String], taken: inout Set<String>) -> String {
    let text = path.joined(separator: "_")
    let plain = String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? "_" : $0 })
    let base = plain.allSatisfy(\.isWhitespace) ? "column" : plain
    var name = base
    var number = 2
    while !taken.insert(name.lowercased()).inserted {
      name = "\(base)_\(number)"
      number += 1
    }
    return name
  }

  private static func read(
    _ response: SavedResponse, _ layout: ResponseLayout, onBatch: (RawBatch) throws -> Void
  ) throws {
    do {
      var reader = ResponseReader(layout)
      try response.forEachBlock { block in
        try reader.append(block)
        while let batch = try reader.next() { try onBatch(batch) }
      }
      try reader.finish()
      while let batch = try reader.next() { try onBatch(batch) }
    } catch let error as ReadError {
      throw InferenceError.unreadable(response.name, error.description)
    }
  }
}
