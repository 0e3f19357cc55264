package import Records

/// A cell as a test reads it.
package enum Cell: Hashable, Sendable, CustomStringConvertible {
  case null
  case text(String)
  case integer(Int64)
  case double(Double)
  case boolean(Bool)

  package var description: String {
    switch self {
    case .null: "null"
    case .text(let text): "text(\(text.debugDescription))"
    case .integer(let number): "integer(\(number))"
    case .double(let number): "double(\(number))"
    case .boolean(let value): "boolean(\(value))"
    }
  }
}

extension RecordBatch {
  package func cell(_ row: Int, _ column: Int) -> Cell {
    switch columns[column] {
    case .text(let refs): refs[row].kind == .null ? .null : .text(text(refs[row]))
    case .integers(let values): values[row].map { .integer($0) } ?? .null
    case .doubles(let values): values[row].map { .double($0) } ?? .null
    case .booleans(let values): values[row].map { .boolean($0) } ?? .null
    }
  }

  package func cells(_ column: Int = 0) -> [Cell] {
    (0..<rowCount).map { cell($0, column) }
  }

  /// The text as a writer reads it: unescaped if it has escapes, otherwise unchanged.
  private func text(_ ref: ValueRef) -> String {
    precondition(ref.kind == .string, "a text column holds strings and nulls")
    let raw = Array((ref.isInArena ? arena : received)[ref.start..<ref.end])
    precondition(ref.isNonASCII || raw.allSatisfy { $0 < 0x80 }, "text beyond ASCII is marked")
    let text = ref.hasEscapes ? ReferenceString.unescaped(raw).bytes : raw
    precondition(String(validating: text, as: UTF8.self) != nil, "a writer is never given invalid UTF-8")
    return String(decoding: text, as: UTF8.self)
  }
}
