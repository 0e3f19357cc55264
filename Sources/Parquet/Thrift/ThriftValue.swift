/// A value read from Thrift's compact protocol.
package indirect enum ThriftValue: Hashable, Sendable {
  case bool(Bool)
  case integer(Int64)
  case double(UInt64)
  case binary([UInt8])
  case list([ThriftValue])
  case structure([Int16: ThriftValue])

  package subscript(field: Int16) -> ThriftValue? {
    if case .structure(let fields) = self { fields[field] } else { nil }
  }

  package var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
  package var list: [ThriftValue]? { if case .list(let values) = self { values } else { nil } }
  var text: String? {
    if case .binary(let bytes) = self { String(validating: bytes, as: UTF8.self) } else { nil }
  }
}
