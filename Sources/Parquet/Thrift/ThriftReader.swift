/// Reads structures in Thrift's compact protocol from arbitrary bytes.
package struct ThriftReader {
  private let bytes: [UInt8]
  /// Bytes that were read.
  private(set) var position = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package struct ParsingError: Error {}

  package mutating func structure(depth: Int = 0) throws(ParsingError) -> ThriftValue {
    guard depth < 32 else { throw ParsingError() }
    var fields: [Int16: ThriftValue] = [:]
    var field: Int16 = 0
    while true {
      let header = try byte()
      if header == 0 { return .structure(fields) }
      let step = Int16(header >> 4)
      if step == 0 {
        guard let number = Int16(exactly: try zigZag()) else { throw ParsingError() }
        field = number
      } else {
        let (next, overflow) = field.addingReportingOverflow(step)
        guard !overflow else { throw ParsingError() }
        field = next
      }
      let kind = header & 0x0F
      fields[field] = kind == 1 || kind == 2 ? .bool(kind == 1) : try value(kind, depth: depth)
    }
  }

  private mutating func value(_ kind: UInt8, depth: Int) throws(ParsingError) -> ThriftValue {
    switch kind {
    case 1, 2: return .bool(try byte() == 1)
    case 3: return .integer(Int64(Int8(bitPattern: try byte())))
    case 4, 5, 6: return .integer(try zigZag())
    case 7:
      var bits: UInt64 = 0
      for index in 0..<8 { bits |= UInt64(try byte()) << UInt64(8 * index) }
      return .double(bits)
    case 8:
      let count = try count()
      defer { position += count }
      return .binary(Array(bytes[position..<(position + count)]))
    case 9, 10:
      let header = try byte()
      let count = header >> 4 == 15 ? try count() : Int(header >> 4)
      var values: [ThriftValue] = []
      for _ in 0..<count { values.append(try value(header & 0x0F, depth: depth + 1)) }
      return .list(values)
    case 12: return try structure(depth: depth + 1)
    default: throw ParsingError()
    }
  }

  private mutating func byte() throws(ParsingError) -> UInt8 {
    guard position < bytes.count else { throw ParsingError() }
    defer { position += 1 }
    return bytes[position]
  }

  /// A count of things that take a byte each at least.
  private mutating func count() throws(ParsingError) -> Int {
    let number = try varint()
    guard number <= UInt64(bytes.count - position) else { throw ParsingError() }
    return Int(number)
  }

  private mutating func zigZag() throws(ParsingError) -> Int64 {
    let number = try varint()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  private mutating func varint() throws(ParsingError) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let next = try byte()
      number |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return number }
    }
    throw ParsingError()
  }
}
