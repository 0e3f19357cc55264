import Records

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
    case .unreadable(let name, let error): "cannot read \(name): \(error)"
    case .noRecords(let name, let wanted, let arrays):
      "no records found in \(name)\(wanted.map { " at `\($0.joined(separator: "."))`" } ?? ""): "
        + (arrays.isEmpty ? "it has no array of objects" : "its arrays are \(arrays.joined(separator: ", "))")
        + (wanted == nil ? "; use a response that has records" : "")
    }
  }
}
