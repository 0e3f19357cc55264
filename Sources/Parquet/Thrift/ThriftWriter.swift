/// Writes structures in Thrift's compact protocol, fields in ascending order.
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []
  private var lastField: Int16 = 0
  private var outerFields: [Int16] = []

  private enum Kind: UInt8 {
    case yes = 1
    case no = 2
    case i16 = 4
    case i32 = 5
    case i64 = 6
    case binary = 8
    case list = 9
    case structure = 12
  }

  mutating func bool(_ field: Int16, _ value: Bool) {
    header(field, value ? .yes : .no)
  }

  mutating func i16(_ field: Int16, _ value: Int16) {
    header(field, .i16)
    bytes.appendZigZag(Int64(value))
  }

  mutating func i32(_ field: Int16, _ value: Int) {
    header(field, .i32)
    bytes.appendZigZag(Int64(value))
  }

  mutating func i64(_ field: Int16, _ value: Int) {
    header(field, .i64)
    bytes.appendZigZag(Int64(value))
  }

  mutating func binary(_ field: Int16, _ value: some Collection<UInt8>) {
    header(field, .binary)
    append(value)
  }

  mutating func string(_ field: Int16, _ value: String) {
    binary(field, value.utf8)
  }

  mutating func structure(_ field: Int16, _ body: (inout ThriftWriter) -> Void) {
    header(field, .structure)
    nested(body)
  }

  mutating func structures<Element>(
    _ field: Int16, _ elements: [Element], _ body: (inout ThriftWriter, Element) -> Void
  ) {
    list(field, .structure, count: elements.count)
    for element in elements { nested { body(&$0, element) } }
  }

  mutating func binaries(_ field: Int16, _ values: [[UInt8]]) {
    list(field, .binary, count: values.count)
    for value in values { append(value) }
  }

  mutating func strings(_ field: Int16, _ values: [String]) {
    binaries(field, values.map { Array($0.utf8) })
  }

  mutating func i32s(_ field: Int16, _ values: [Int]) {
    list(field, .i32, count: values.count)
    for value in values { bytes.appendZigZag(Int64(value)) }
  }

  mutating func i64s(_ field: Int16, _ values: [Int]) {
    list(field, .i64, count: values.count)
    for value in values { bytes.appendZigZag(Int64(value)) }
  }

  mutating func bools(_ field: Int16, _ values: [Bool]) {
    list(field, .yes, count: values.count)
    for value in values { bytes.append(value ? 1 : 2) }
  }

  /// Ends the outermost structure.
  mutating func finish() -> [UInt8] {
    bytes.append(0)
    return bytes
  }

  private mutating func nested(_ body: (inout ThriftWriter) -> Void) {
    outerFields.append(lastField)
    lastField = 0
    body(&self)
    bytes.append(0)
    lastField = outerFields.removeLast()
  }

  private mutating func list(_ field: Int16, _ kind: Kind, count: Int) {
    header(field, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      bytes.appendVarint(UInt64(count))
    }
  }

  private mutating func header(_ field: Int16, _ kind: Kind) {
    let step = field - lastField
    if step > 0 && step < 16 {
      bytes.append(UInt8(step) << 4 | kind.rawValue)
    } else {
      bytes.append(kind.rawValue)
      bytes.appendZigZag(Int64(field))
    }
    lastField = field
  }

  private mutating func append(_ value: some Collection<UInt8>) {
    bytes.appendVarint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }
}

extension [UInt8] {
  /// Seven bits a byte, the lowest first.
  mutating func appendVarint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// A varint in which small negative numbers are short too.
  mutating func appendZigZag(_ number: Int64) {
    appendVarint(UInt64(bitPattern: number << 1 ^ number >> 63))
  }

  /// The bytes of a number, the lowest first.
  mutating func appendLittleEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
    let place = count
    append(contentsOf: repeatElement(0, count: Number.bitWidth / 8))
    var space = mutableSpan
    var target = space.mutableBytes
    target.storeBytes(of: number.littleEndian, toByteOffset: place, as: Number.self)
  }
}
