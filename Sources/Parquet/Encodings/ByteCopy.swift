/// Copies short stretches of bytes, eight at a time.
enum ByteCopy {
  /// The number of bytes after a copied stretch that may be overwritten, and that the target must have.
  static let slack = 7

  @inline(__always)
  static func copy(
    _ source: RawSpan, start: Int, count: Int, to target: inout MutableRawSpan, at place: Int
  ) {
    var done = 0
    while done < count, start &+ done &+ 8 <= source.byteCount {
      let word = source.unsafeLoadUnaligned(fromByteOffset: start &+ done, as: UInt64.self)
      target.storeBytes(of: word, toByteOffset: place &+ done, as: UInt64.self)
      done &+= 8
    }
    // The source's last bytes.
    while done < count {
      let byte = source.unsafeLoad(fromByteOffset: start &+ done, as: UInt8.self)
      target.storeBytes(of: byte, toByteOffset: place &+ done, as: UInt8.self)
      done &+= 1
    }
  }
}

extension [UInt8] {
  /// Appends some bytes of a span.
  mutating func append(copying source: RawSpan, start: Int, count: Int) {
    let place = self.count
    append(contentsOf: repeatElement(0, count: count + ByteCopy.slack))
    var space = mutableSpan
    var target = space.mutableBytes
    ByteCopy.copy(source, start: start, count: count, to: &target, at: place)
    removeLast(ByteCopy.slack)
  }
}
