import Records

/// Locates the members of one JSON object, byte by byte.
struct ReferenceLocator {
  let bytes: [UInt8]
  var position: Int

  mutating func members() -> [(key: ValueRef, value: ValueRef)] {
    var members: [(key: ValueRef, value: ValueRef)] = []
    position += 1
    skipBlanks()
    while bytes[position] != UInt8(ascii: "}") {
      let key = value()
      skipBlanks()
      position += 1
      skipBlanks()
      members.append((key, value()))
      skipBlanks()
      if bytes[position] == UInt8(ascii: ",") { position += 1 }
      skipBlanks()
    }
    return members
  }

  mutating func skipBlanks() {
    while [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  mutating func value() -> ValueRef {
    let start = position
    switch bytes[position] {
    case UInt8(ascii: "\""):
      skipString()
      return ref(.string, start + 1, position - 1)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let kind: ValueRef.Kind = bytes[position] == UInt8(ascii: "[") ? .array : .object
      var depth = 0
      repeat {
        switch bytes[position] {
        case UInt8(ascii: "\""):
          skipString()
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        position += 1
      } while depth > 0
      return ref(kind, start, position)
    default:
      while ![UInt8(ascii: ","), UInt8(ascii: "}"), 0x20, 0x0A].contains(bytes[position]) { position += 1 }
      switch bytes[start] {
      case UInt8(ascii: "n"): return ref(.null, start, position)
      case UInt8(ascii: "t"): return ref(.true, start, position)
      case UInt8(ascii: "f"): return ref(.false, start, position)
      default: return ref(.number, start, position)
      }
    }
  }

  mutating func skipString() {
    position += 1
    while bytes[position] != UInt8(ascii: "\"") { position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1 }
    position += 1
  }

  func ref(_ kind: ValueRef.Kind, _ start: Int, _ end: Int) -> ValueRef {
    let text = bytes[start..<end]
    return ValueRef(
      kind: kind, offset: start, length: end - start, hasEscapes: text.contains(UInt8(ascii: "\\")),
      isNonASCII: text.contains { $0 >= 0x80 })
  }
}
