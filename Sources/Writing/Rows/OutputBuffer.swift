import CJSONScan

/// A buffer of encoded bytes, and the only code of this target that writes memory by pointer while encoding.
///
/// Every method checks its bounds itself: the buffer grows as needed, and reads are checked against their span.
///
/// Invariant: `capacity + slack` bytes are allocated and `count <= capacity`, so that a store of up to `slack` bytes
/// at `count` is always within the allocation. Bytes at and after `count` are scratch.
package struct OutputBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  package private(set) var count: Int
  private var capacity: Int

  /// The last block of a run of text, 32 bytes, and a word fit.
  private static let slack = 64

  package init(capacity: Int = 0) {
    self.capacity = capacity
    self.count = 0
    self.base = .allocate(capacity: capacity + OutputBuffer.slack)
  }

  deinit {
    base.deallocate()
  }

  /// Makes room for `more` bytes.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity &- count < more { resize(to: max(count + more, capacity * 2)) }
  }

  @inline(__always)
  private mutating func resize(to wanted: Int) {
    base = OutputBuffer.reallocated(base, count: count, capacity: wanted)
    capacity = wanted
  }

  @inline(never)
  private static func reallocated(
    _ old: UnsafeMutablePointer<UInt8>, count: Int, capacity: Int
  ) -> UnsafeMutablePointer<UInt8> {
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + slack)
    new.update(from: old, count: count)
    old.deallocate()
    return new
  }

  /// The stored parts of a buffer. A buffer that is taken apart and rebuilt has a different address.
  private struct Parts {
    var base: UnsafeMutablePointer<UInt8>
    var count: Int
    var capacity: Int
  }

  private init(_ parts: Parts) {
    base = parts.base
    count = parts.count
    capacity = parts.capacity
  }

  private consuming func takenApart() -> Parts {
    let parts = Parts(base: base, count: count, capacity: capacity)
    discard self
    return parts
  }

  /// Runs `body` on this buffer at a separate address.
  ///
  /// A buffer whose address does not escape stays in registers, which loops over many small values need: such loops
  /// run on a separate buffer, and so do calls from them that are not worth inlining.
  @inline(__always)
  mutating func aside<Result>(_ body: (inout OutputBuffer) -> Result) -> Result {
    var other = OutputBuffer((consume self).takenApart())
    let result = body(&other)
    self = OutputBuffer((consume other).takenApart())
    return result
  }

  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  package mutating func append(_ bytes: [UInt8]) {
    let bytes = bytes.span
    copy(bytes, from: 0, to: bytes.count)
  }

  /// Appends the low `length` bytes, 0...8, of a word, the lowest first.
  @inline(__always)
  mutating func append(word: UInt64, length: Int) {
    precondition(0...8 ~= length, "a word has eight bytes")
    reserve(8)
    UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
    count &+= length
  }

  /// Inserts a byte at `position`.
  mutating func insert(_ byte: UInt8, at position: Int) {
    precondition(0...count ~= position, "an insertion within the buffer")
    reserve(1)
    let place = UnsafeMutableRawPointer(base + position)
    (place + 1).copyMemory(from: place, byteCount: count - position)
    base[position] = byte
    count += 1
  }

  /// A copy of the bytes at `range`.
  package func bytes(in range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range within the buffer")
    return Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count, "a position within the buffer")
    return base[position]
  }

  /// Drops the first `length` bytes; those after them move to the front.
  mutating func removeFirst(_ length: Int) {
    precondition(0...count ~= length, "no more than there is")
    UnsafeMutableRawPointer(base).copyMemory(from: base + length, byteCount: count - length)
    count -= length
  }

  /// Removes everything after the first `length` bytes.
  package mutating func truncate(to length: Int) {
    precondition(0...count ~= length, "no more than there is")
    count = length
  }

  /// Releases capacity that a single large row required, if little of it is in use.
  mutating func shrink(to wanted: Int) {
    if capacity > wanted && count <= wanted { resize(to: wanted) }
  }
}

// MARK: Text

extension OutputBuffer {
  /// Bytes that end a run of plain text.
  package enum Stop {
    /// Delimiter, quote, carriage return, line feed, backslash.
    case unquotedCSV(delimiter: UInt8)
    /// Quote, backslash.
    case quotedCSV
    /// Quote, backslash, control characters below 0x20.
    case json
  }

  /// Copies the bytes of `source` from `position` to `end`, or to the first byte that stops; returns the position at
  /// which it stopped.
  @inline(__always)
  package mutating func copyRun(of source: borrowing Span<UInt8>, from position: Int, to end: Int, until stop: Stop)
    -> Int
  {
    let available = source.count
    precondition(position >= 0 && position <= end && end <= available, "a text lies within its bytes")
    let length = end &- position
    // A run is stored in complete blocks, the last of which reaches into the slack.
    reserve(length)
    let copied = source.withUnsafeBufferPointer { bytes -> Int in
      guard let start = bytes.baseAddress else { return 0 }
      let from = start + position
      if available &- end >= 31 { return OutputBuffer.copy(from, to: base + count, length, isPadded: true, stop) }
      return OutputBuffer.copyAtEnd(from, to: base + count, length, stop)
    }
    count &+= copied
    return position &+ copied
  }

  @inline(__always)
  private static func copy(
    _ from: UnsafePointer<UInt8>, to: UnsafeMutablePointer<UInt8>, _ length: Int, isPadded: Bool, _ stop: Stop
  ) -> Int {
    switch stop {
    case .unquotedCSV(let delimiter): text_copy_unquoted(to, from, length, isPadded, delimiter)
    case .quotedCSV: text_copy_quoted(to, from, length, isPadded)
    case .json: text_copy_json(to, from, length, isPadded)
    }
  }

  /// The target form of JSON escapes.
  package enum Rewriting {
    /// Unescaped, with quotes doubled.
    case quotedCSV
    /// Escaped in the canonical way.
    case json
  }

  /// Appends a JSON string's raw text from `position` to `end` rewritten, up to a rare case; returns the position at
  /// which it stopped.
  ///
  /// It stops before surrogates, escapes that must remain escaped, invalid escapes, and bytes that a JSON string
  /// must escape.
  @inline(__always)
  package mutating func rewrite(
    _ source: borrowing Span<UInt8>, from position: Int, to end: Int, as rewriting: Rewriting
  ) -> Int {
    let available = source.count
    precondition(position >= 0 && position <= end && end <= available, "a text lies within its bytes")
    let length = end &- position
    // The text does not become longer, and blocks reach into the slack.
    reserve(length)
    let progress = source.withUnsafeBufferPointer { bytes -> text_progress in
      guard let start = bytes.baseAddress else { return text_progress(read: 0, written: 0) }
      let isPadded = available &- end >= 31
      return switch rewriting {
      case .quotedCSV: text_unescape(base + count, start + position, length, isPadded, false)
      case .json: text_unescape(base + count, start + position, length, isPadded, true)
      }
    }
    count &+= progress.written
    return position &+ progress.read
  }

  /// The last bytes of a source, after which nothing may be read.
  @inline(never)
  private static func copyAtEnd(
    _ from: UnsafePointer<UInt8>, to: UnsafeMutablePointer<UInt8>, _ length: Int, _ stop: Stop
  ) -> Int {
    copy(from, to: to, length, isPadded: false, stop)
  }

  /// Appends the bytes of `source` from `position` to `end`.
  @inline(__always)
  mutating func copy(_ source: borrowing Span<UInt8>, from position: Int, to end: Int) {
    let available = source.count
    precondition(position >= 0 && position <= end && end <= available, "a text lies within its bytes")
    let length = end &- position
    reserve(length)
    source.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      let to = UnsafeMutableRawPointer(base + count)
      if length <= 16, available &- position >= 16 {
        to.copyMemory(from: UnsafeRawPointer(start + position), byteCount: 16)
      } else {
        to.copyMemory(from: UnsafeRawPointer(start + position), byteCount: length)
      }
    }
    count &+= length
  }
}

// MARK: Numbers

extension OutputBuffer {
  /// Appends a number in decimal.
  @inline(__always)
  mutating func append(decimal number: Int64) {
    reserve(20)
    if number < 0 {
      base[count] = UInt8(ascii: "-")
      count &+= 1
    }
    append(digits: number.magnitude)
  }

  @inline(__always)
  private mutating func append(digits number: UInt64) {
    let length = number.decimalDigits
    var rest = number
    var place = count &+ length
    while rest >= 100 {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 100)
      place &-= 2
      UnsafeMutableRawPointer(base + place).storeBytes(of: UInt16.twoDigits(remainder).littleEndian, as: UInt16.self)
      rest = quotient
    }
    if rest >= 10 {
      UnsafeMutableRawPointer(base + (place &- 2)).storeBytes(of: UInt16.twoDigits(rest).littleEndian, as: UInt16.self)
    } else {
      base[place &- 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest)
    }
    count &+= length
  }
}

extension UInt64 {
  /// The number of decimal digits; zero has one.
  @inline(__always)
  fileprivate var decimalDigits: Int {
    var length = 1
    var rest = self
    while rest >= 10_000 {
      rest /= 10_000
      length &+= 4
    }
    if rest >= 100 { return length &+ (rest >= 1_000 ? 3 : 2) }
    return length &+ (rest >= 10 ? 1 : 0)
  }
}

extension UInt16 {
  /// A number of 0...99 as two digits, the first in the low byte.
  @inline(__always)
  static func twoDigits(_ number: UInt64) -> UInt16 {
    let tens = UInt16(truncatingIfNeeded: (number &* 103) &>> 10)
    let ones = UInt16(truncatingIfNeeded: number) &- tens &* 10
    return 0x3030 &+ tens &+ ones &<< 8
  }
}
