import Records

extension Span where Element == UInt8 {
  /// Skips an object or array, checking the grammar of everything in it.
  ///
  /// The kinds of open brackets are the bits of one word, the innermost lowest, so that depth needs no memory: hence
  /// at most 64 levels.
  func passedContainer(
    _ kind: ValueRef.Kind, at start: Int, depth: Int, limit: Int
  ) throws(ScanStop) -> PassedValue {
    var position = start
    var traits: TextTraits = []
    var objects: UInt64 = 0
    var open = 0
    values: while true {
      // A value begins at `position`.
      position = whitespaceEnd(from: position)
      let first = try byte(at: position)
      if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
        guard depth + open < limit else { throw .error(.tooDeep, at: position) }
        let isObject = first == UInt8(ascii: "{")
        open += 1
        objects = objects << 1 | (isObject ? 1 : 0)
        position = whitespaceEnd(from: position + 1)
        // In ASCII, a closing bracket's code is its opening one's plus two.
        if try byte(at: position) != first + 2 {
          if isObject { position = try passKey(at: position, orEnd: true, traits: &traits) }
          continue values
        }
        // Empty: its end is met below.
      } else if first == UInt8(ascii: "\"") {
        guard let end = stringEnd(from: position + 1) else { throw .needsMore }
        traits.formUnion(end.traits)
        position += end.length + 2
      } else {
        position = try passedValue(at: position, depth: depth + open, limit: limit).end
      }
      // A value, or an opening bracket of an empty container, ends at `position`.
      while open > 0 {
        position = whitespaceEnd(from: position)
        let isObject = objects & 1 == 1
        switch try byte(at: position) {
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
          objects >>= 1
          open -= 1
          position += 1
        case UInt8(ascii: ","):
          position += 1
          if isObject {
            position = whitespaceEnd(from: position)
            position = try passKey(at: position, orEnd: false, traits: &traits)
          }
          continue values
        default:
          throw .error(isObject ? .noCommaOrBrace : .noCommaOrBracket, at: position)
        }
      }
      return PassedValue(kind: kind, end: position, traits: traits)
    }
  }

  /// Passes a key and its colon.
  private func passKey(at start: Int, orEnd: Bool, traits: inout TextTraits) throws(ScanStop) -> Int {
    guard try byte(at: start) == UInt8(ascii: "\"") else { throw .error(orEnd ? .noKeyOrEnd : .noKey, at: start) }
    guard let end = stringEnd(from: start + 1) else { throw .needsMore }
    traits.formUnion(end.traits)
    let colon = whitespaceEnd(from: start + end.length + 2)
    guard try byte(at: colon) == UInt8(ascii: ":") else { throw .error(.noColon, at: colon) }
    return colon + 1
  }
}
