package import Reading
import Records

/// Finds the path of a response that most likely contains its records.
package struct RecordPathSearch: Sendable {
  /// A path that could contain the records.
  package struct Candidate: Sendable {
    /// Keys from the root; empty for the response itself.
    package var path: [String]
    /// 1 for an object instead of an array.
    package var recordCount: Int
    /// One object, not an array of them.
    package var isSingle: Bool
    /// The place of a record.
    package var record: ResponseOutline.Node
    /// Higher is likelier.
    fileprivate var weight: Int
  }

  /// The likeliest first; equal ones in the order of the response.
  package private(set) var candidates: [Candidate] = []
  /// Every array that keys lead to, in words: `errors (empty)`.
  package private(set) var arrays: [String] = []

  /// Keys under which APIs usually return the requested data.
  private static let recordKeys: Set<String> = [
    "data", "records", "record", "rows", "row", "items", "results", "result", "list", "entries", "values", "value",
    "content", "contents", "hits", "objects", "payload", "response", "elements", "collection", "docs",
  ]
  /// Keys of arrays in addition to the records.
  private static let sideKeys: Set<String> = [
    "links", "link", "errors", "warnings", "messages", "meta", "metadata", "columns", "fields", "schema", "included",
    "facets", "filters", "pagination", "paging", "params", "parameters",
  ]

  package init(_ outline: ResponseOutline) {
    var singles: [Candidate] = []
    var isEmptyHanded = false
    visit(outline, 0, path: [], singles: &singles, isEmptyHanded: &isEmptyHanded)
    if candidates.isEmpty, !isEmptyHanded { candidates = singles }
    let order = candidates.enumerated().sorted {
      ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
    }
    candidates = order.map(\.element)
  }

  /// - Parameter isEmptyHanded: becomes true if a response has a path for records without any.
  private mutating func visit(
    _ outline: ResponseOutline, _ index: Int, path: [String], singles: inout [Candidate], isEmptyHanded: inout Bool
  ) {
    let node = outline.nodes[index]
    let isNamed = path.last.map { RecordPathSearch.recordKeys.contains($0.lowercased()) } ?? false
    if node.count(.array) > 0 {
      let record = node.elements.map { outline.nodes[$0] }
      arrays.append(RecordPathSearch.words(for: record, at: path))
      if let record, record.count(.object) > 0, record.count(.array, .string, .number, .true, .false) == 0 {
        candidates.append(
          Candidate(
            path: path, recordCount: record.count(.object), isSingle: false, record: record,
            weight: weight(of: record, in: outline, at: path)))
      } else if path.isEmpty || isNamed {
        isEmptyHanded = true
      }
    }
    if node.count(.object) > 0 {
      singles.append(
        Candidate(
          path: path, recordCount: 1, isSingle: true, record: node, weight: weight(of: node, in: outline, at: path)))
    }
    if isNamed, node.count(.null) > 0, node.count(.array, .object) == 0 { isEmptyHanded = true }
    for key in node.keys where !outline.nodes[key].key.isEmpty {
      visit(
        outline, key, path: path + [outline.nodes[key].key], singles: &singles, isEmptyHanded: &isEmptyHanded)
    }
  }

  /// The number of values, more for a name that promises records and less for one that does not.
  private func weight(of record: ResponseOutline.Node, in outline: ResponseOutline, at path: [String]) -> Int {
    let values = RecordPathSearch.scalarCount(of: record, in: outline) * 16
    guard let name = path.last?.lowercased() else { return values }
    if RecordPathSearch.recordKeys.contains(name) { return values * 16 }
    return RecordPathSearch.sideKeys.contains(name) ? values / 16 : values
  }

  private static func scalarCount(of node: ResponseOutline.Node, in outline: ResponseOutline) -> Int {
    node.keys.reduce(0) { sum, key in
      let child = outline.nodes[key]
      return sum + child.count(.string, .number, .true, .false, .null, .array) + scalarCount(of: child, in: outline)
    }
  }

  private static func words(for record: ResponseOutline.Node?, at path: [String]) -> String {
    let name = path.isEmpty ? "the response itself" : "`\(path.joined(separator: "."))`"
    guard let record else { return "\(name) (empty)" }
    let kinds = [
      (record.count(.object), "object"), (record.count(.array), "array"), (record.count(.string), "text"),
      (record.count(.number), "number"), (record.count(.true, .false), "boolean"), (record.count(.null), "null"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    return kinds.isEmpty ? "\(name) (empty)" : "\(name) (\(kinds.joined(separator: ", ")))"
  }
}
