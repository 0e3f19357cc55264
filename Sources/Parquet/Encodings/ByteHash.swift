/// Hashes and compares stretches of bytes, eight at a time.
///
/// Loads are checked against the span's ends; the type is called unsafe only because any bytes make an integer.
enum ByteHash {
  /// The same for the same bytes in every run. Not meant to withstand texts that were made to collide.
  @inline(__always)
  static func hash(_ bytes: RawSpan, start: Int, count: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15 ^ 0x2D35_8DCC_AA6C_78A5
    if count >= 8 {
      var position = start
      let last = start &+ count &- 8
      while position < last {
        hash = mixed(hash ^ word(bytes, position), 0x8BB8_4B93_962E_ACC9)
        position &+= 8
      }
      // The last eight bytes may overlap those before them.
      hash = mixed(hash ^ word(bytes, last), 0x4B33_A62E_D433_D4A3)
    } else {
      hash = mixed(hash ^ tail(bytes, start, count), 0x4B33_A62E_D433_D4A3)
    }
    return mixed(hash, 0x9E37_79B9_7F4A_7C15)
  }

  @inline(__always)
  static func isEqual(_ left: RawSpan, at leftStart: Int, _ right: RawSpan, at rightStart: Int, count: Int) -> Bool {
    if count >= 8 {
      var offset = 0
      while offset < count &- 8 {
        if word(left, leftStart &+ offset) != word(right, rightStart &+ offset) { return false }
        offset &+= 8
      }
      return word(left, leftStart &+ count &- 8) == word(right, rightStart &+ count &- 8)
    }
    return tail(left, leftStart, count) == tail(right, rightStart, count)
  }

  /// Returns up to eight leading bytes as a number with the same order as the bytes; missing bytes count as zero.
  @inline(__always)
  static func prefix(_ bytes: RawSpan, start: Int, count: Int) -> UInt64 {
    if count >= 8 { return word(bytes, start).byteSwapped }
    var prefix: UInt64 = 0
    for index in 0..<count { prefix |= UInt64(byte(bytes, start &+ index)) &<< UInt64(56 &- 8 &* index) }
    return prefix
  }

  /// Writes the length before a text in `PLAIN` form.
  @inline(__always)
  static func length(_ bytes: RawSpan, at position: Int) -> Int {
    Int(bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian)
  }

  /// Fewer than eight bytes as a number, different for different bytes of the same count.
  @inline(__always)
  private static func tail(_ bytes: RawSpan, _ start: Int, _ count: Int) -> UInt64 {
    if count >= 4 {
      let first = UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self).littleEndian)
      let last = UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: start &+ count &- 4, as: UInt32.self).littleEndian)
      return first | last &<< 32
    }
    if count == 0 { return 0 }
    return UInt64(byte(bytes, start)) | UInt64(byte(bytes, start &+ count &>> 1)) &<< 8
      | UInt64(byte(bytes, start &+ count &- 1)) &<< 16
  }

  @inline(__always)
  private static func word(_ bytes: RawSpan, _ position: Int) -> UInt64 {
    bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
  }

  @inline(__always)
  private static func byte(_ bytes: RawSpan, _ position: Int) -> UInt8 {
    bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt8.self)
  }

  @inline(__always)
  private static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
