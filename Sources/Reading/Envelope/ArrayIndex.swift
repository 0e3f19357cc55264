/// A key of a path that also names an element of an array: `0`, `17`.
enum ArrayIndex {
  /// Nil if the key has another form; an index is written without leading zeros.
  static func value(of key: String) -> Int? {
    guard key.utf8.count <= 9, key.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      key == "0" || !key.hasPrefix("0")
    else { return nil }
    return Int(key)
  }
}
