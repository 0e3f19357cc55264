import Records

/// Scans the response around its records: checks its grammar, captures values, and finds the beginning of the records.
///
/// It can stop and resume between any two bytes, so that nothing it skips has to be stored, whatever its size.
struct EnvelopeScanner: Sendable {
  /// The expected next byte.
  enum State: Hashable {
    /// The next byte of a byte order mark, of which this many were read, or the document.
    case byteOrderMark(Int)
    case document
    case value
    case firstElement
    case firstKey
    case key
    case keyText(isEscaped: Bool)
    case colon
    case stringText(isEscaped: Bool)
    case number(NumberState)
    /// The remaining bytes of the literal.
    case literal(ArraySlice<UInt8>)
    case afterValue
    /// Bytes that the record scanner reads.
    case records
    case done
  }

  struct Level {
    var isObject: Bool
    /// The node that the object's keys or the array's indices are looked up in; nil: nothing is wanted of it.
    var node: Int?
    /// The element of an array that comes next.
    var index = 0
  }

  /// The reason why a scan ended.
  enum End: Hashable {
    /// All bytes are passed.
    case exhausted
    /// An array of records: its bracket is before the offset.
    case array(Int)
    /// One object in the place of the records, at the offset.
    case object(Int)
  }

  let paths: EnvelopePaths
  let depthLimit: Int
  var state = State.byteOrderMark(0)
  var levels: [Level] = []
  /// The current key, still escaped; nil if no key of this object matters, or if it is too long to matter.
  var keyText: [UInt8]?
  /// The node of the next value.
  var node: Int?
  /// Nodes on the way to the records that were met.
  var metNodes: Set<Int> = []
  var captures: CaptureCollector
  /// Captures whose path leads by a name into an array.
  var arraysOnPaths: Set<Int> = []
  /// True if the complete response is the object that replaces the records, so that no separate scanner is needed.
  let isReplay: Bool

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// Keys are compared up to this length.
  static let longestKey = 64 << 10

  init(_ layout: ResponseLayout) {
    paths = EnvelopePaths(records: layout.records, captures: layout.captures)
    depthLimit = layout.limits.depth
    captures = CaptureCollector(count: layout.captures.count)
    isReplay = false
    node = 0
  }

  /// Reads the one object that replaces the records as if it were a response, for the captures within it.
  private init(replaying other: EnvelopeScanner) {
    paths = other.paths
    depthLimit = other.depthLimit
    captures = other.captures
    arraysOnPaths = other.arraysOnPaths
    isReplay = true
    node = other.paths.records
    state = .value
  }

  /// One for each capture.
  var captured: [CapturedValue?] { captures.values }
  /// Objects and arrays that are open.
  var depth: Int { levels.count }
  /// Nothing but whitespace was met.
  var isEmpty: Bool { state == .byteOrderMark(0) || state == .document }

  /// True if the document is complete, provided that no more bytes arrive.
  var isComplete: Bool {
    if case .number(let number) = state { levels.isEmpty && number.isComplete } else { state == .done }
  }

  /// Reads on from `start`, up to the records or the end of `bytes`.
  mutating func scan(_ bytes: Span<UInt8>, from start: Int) throws(ScanStop) -> End {
    var position = start
    captures.resume(at: start)
    while position < bytes.count {
      switch state {
      case .stringText(isEscaped: false), .keyText(isEscaped: false):
        position = passText(bytes, from: position)
      case .stringText(isEscaped: true):
        state = .stringText(isEscaped: false)
        position += 1
      case .keyText(isEscaped: true):
        collectKey(bytes, from: position, to: position + 1)
        state = .keyText(isEscaped: false)
        position += 1
      case .number(let number):
        position = try passNumber(number, bytes, from: position)
      case .literal(let rest):
        guard bytes[position] == rest.first else { throw .error(.badLiteral, at: position) }
        position += 1
        state = .literal(rest.dropFirst())
        if rest.count == 1 { endValue(bytes, at: position) }
      case .byteOrderMark(let count):
        if bytes[position] == EnvelopeScanner.byteOrderMark[count] {
          state = count == 2 ? .document : .byteOrderMark(count + 1)
          position += 1
        } else {
          guard count == 0 else { throw .error(.noValue, at: position) }
          state = .document
        }
      case .document, .value, .firstElement, .firstKey, .key, .colon, .afterValue, .records, .done:
        position = bytes.whitespaceEnd(from: position)
        guard position < bytes.count else { break }
        if let end = try passPunctuation(bytes, at: &position) { return end }
      }
    }
    captures.pause(bytes, at: position)
    return .exhausted
  }

  /// Continues after the records.
  ///
  /// - Parameter object: the range in `bytes` of the one object that replaces them, for the captures in it.
  mutating func endRecords(object: Range<Int>?, in bytes: Span<UInt8>) throws(ScanStop) {
    let node = paths.nodes[paths.records]
    if let object, !node.captures.isEmpty || !node.capturesBelow.isEmpty {
      var replay = EnvelopeScanner(replaying: self)
      _ = try replay.scan(bytes.extracting(object), from: 0)
      captures = replay.captures
      arraysOnPaths = replay.arraysOnPaths
    }
    state = levels.isEmpty ? .done : .afterValue
  }
}
