import Declarations
package import Reading
import Records

/// A proposal based on a response: the path of its records and their columns, inferred from all of them.
package struct AnswerProposal: Sendable {
  /// The structure of the response.
  package private(set) var outline = AnswerOutline()
  package private(set) var records: RecordPathSearch.Candidate
  /// The column of each value of a record, in order of first appearance; objects are expanded one level deep.
  package private(set) var fields: [FieldProposal] = []
  package private(set) var recordCount = 0
  package private(set) var envelope: EnvelopeGuess

  /// An object with more keys than this is a table of something, and stays JSON.
  private static let mostInnerKeys = 32
  /// More columns than any table has.
  private static let mostFields = 1_000

  /// Reads the response twice: for its outline, and for its values.
  ///
  /// - Parameter path: the path of the records; nil to search for it.
  /// - Throws: `InferenceError`, or a `StorageError`.
  package init(_ answer: SavedAnswer, records path: [String]?) throws {
    var scanner = OutlineScanner()
    var isCompressed = false
    try answer.forEachBlock { block in
      if scanner.outline.documents == 0, block.starts(with: [0x1F, 0x8B]) { isCompressed = true }
      if !isCompressed { scanner.append(block) }
    }
    scanner.finish()
    if isCompressed { throw InferenceError.compressed(answer.name) }
    outline = scanner.outline
    if outline.documents > 1, outline.place(at: [])?.count(.object, .array) ?? 0 > 1 {
      throw InferenceError.manyDocuments(answer.name, outline.documents)
    }
    let search = RecordPathSearch(outline)
    let found = path.map { path in search.candidates.first { $0.path == path } } ?? search.candidates.first
    guard let found else {
      // Invalid JSON has no records either, and is the better reason.
      try AnswerProposal.read(answer, AnswerShape(records: ["\u{0}"], wanted: []), onBatch: { _ in })
      throw InferenceError.noRecords(answer.name, wanted: path, arrays: search.arrays)
    }
    records = found
    envelope = EnvelopeGuess(outline, records: found)
    try readFields(answer)
    if fields.isEmpty { throw InferenceError.noRecords(answer.name, wanted: path, arrays: search.arrays) }
  }

  private mutating func readFields(_ answer: SavedAnswer) throws {
    let paths = fieldPaths
    var inferences = [FieldInference](repeating: FieldInference(), count: paths.count)
    var count = 0
    try AnswerProposal.read(answer, AnswerShape(records: records.path, wanted: paths)) { batch in
      count += batch.recordCount
      for row in 0..<batch.recordCount {
        for slot in paths.indices { inferences[slot].note(batch.values[row * paths.count + slot], in: batch.bytes) }
      }
    }
    recordCount = count
    var taken: Set<String> = []
    fields = zip(paths, inferences).map { path, inference in
      FieldProposal(path: path, name: AnswerProposal.name(for: path, taken: &taken), inference)
    }
  }

  /// The paths of a record's values.
  private var fieldPaths: [[String]] {
    let paths = records.record.keys.flatMap { index -> [[String]] in
      let place = outline.places[index]
      // An empty key cannot be written in a path.
      guard !place.key.isEmpty else { return [] }
      let inner = place.keys.map { outline.places[$0].key }
      let isOpened =
        place.count(.object) > 0 && place.count(.array, .string, .number, .true, .false) == 0
        && (1...AnswerProposal.mostInnerKeys).contains(inner.count) && !inner.contains("")
      return isOpened ? inner.map { [place.key, $0] } : [[place.key]]
    }
    return Array(paths.prefix(AnswerProposal.mostFields))
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
    _ answer: SavedAnswer, _ shape: AnswerShape, onBatch: (RawBatch) throws -> Void
  ) throws {
    do {
      var reader = AnswerReader(shape)
      try answer.forEachBlock { block in
        try reader.append(block)
        while let batch = try reader.next() { try onBatch(batch) }
      }
      try reader.finish()
      while let batch = try reader.next() { try onBatch(batch) }
    } catch let fault as AnswerFault {
      throw InferenceError.unreadable(answer.name, fault.description)
    }
  }
}

/// The reason why a response has no proposal, with advice.
package enum InferenceError: Error, Hashable, CustomStringConvertible {
  case compressed(String)
  case manyDocuments(String, Int)
  case noRecords(String, wanted: [String]?, arrays: [String])
  case unreadable(String, String)

  package var description: String {
    switch self {
    case .compressed(let name): "\(name) is compressed; decompress it: `zcat \(name) | tidemark init --from - …`"
    case .manyDocuments(let name, let count):
      "\(name) contains \(count) JSON documents; a run reads one document per response"
    case .unreadable(let name, let fault): "cannot read \(name): \(fault)"
    case .noRecords(let name, let wanted, let arrays):
      "no records found in \(name)\(wanted.map { " at `\($0.joined(separator: "."))`" } ?? ""): "
        + (arrays.isEmpty ? "it has no array of objects" : "its arrays are \(arrays.joined(separator: ", "))")
        + (wanted == nil ? "; use a response that has records" : "")
    }
  }
}
