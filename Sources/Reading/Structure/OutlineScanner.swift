import Records

/// Builds an outline of a response as its bytes arrive, in constant memory.
///
/// It follows brackets, quotes and colons and does not validate: invalid JSON produces some outline.
package struct OutlineScanner: Sendable {
  private enum State: Equatable {
    case between
    case text(isEscaped: Bool)
    /// A number or a literal.
    case word
  }

  private struct Level {
    var isObject: Bool
    /// Nil if beyond the outline's limits.
    var node: Int?
    /// The probable index of the next key among the object's keys.
    var guess = 0
  }

  package private(set) var outline = ResponseOutline()

  private var state = State.between
  private var levels: [Level] = []
  /// The next text is an object's key.
  private var awaitsKey = false
  private var isKey = false
  /// The path of the next value.
  private var node: Int? = 0
  private var kept: [UInt8] = []
  /// The maximum number of bytes of the current text to keep; nil for none.
  private var room: Int?
  private var scalarKind = ValueRef.Kind.null
  private var isTooDeep = false

  /// Longer keys are ignored; longer values are truncated.
  private static let longestKey = 1_024
  private static let longestScalar = 256
  /// Deeper than any response that can be read.
  private static let maxLevels = 65

  package init() {}

  /// Appends the next bytes of the response.
  package mutating func append(_ bytes: [UInt8]) {
    let text = bytes.span
    var position = 0
    while position < text.count, !isTooDeep {
      switch state {
      case .text(isEscaped: true):
        keep(text, from: position, to: position + 1)
        state = .text(isEscaped: false)
        position += 1
      case .text(isEscaped: false):
        let stop = text.quoteOrBackslash(from: position)
        keep(text, from: position, to: stop)
        position = stop
        guard stop < text.count else { break }
        if text[stop] == UInt8(ascii: "\\") {
          keep(text, from: stop, to: stop + 1)
          state = .text(isEscaped: true)
        } else {
          endText()
        }
        position += 1
      case .word:
        let start = position
        while position < text.count, OutlineScanner.isWord(text[position]) { position += 1 }
        keep(text, from: start, to: position)
        if position < text.count { endScalar() }
      case .between:
        position = text.whitespaceEnd(from: position)
        guard position < text.count else { break }
        passPunctuation(text[position])
        if state != .word { position += 1 }
      }
    }
  }

  /// Declares the end of the response.
  package mutating func finish() {
    if state == .word { endScalar() }
  }

  private mutating func passPunctuation(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "{"): open(.object)
    case UInt8(ascii: "["): open(.array)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if !levels.isEmpty { levels.removeLast() }
      endValue()
    case UInt8(ascii: ","):
      awaitsKey = levels.last?.isObject == true
      if !awaitsKey { node = levels.last?.node.flatMap { outline.elements(of: $0) } }
    case UInt8(ascii: "\"") where awaitsKey:
      isKey = true
      kept = []
      room = OutlineScanner.longestKey
      state = .text(isEscaped: false)
    case UInt8(ascii: "\""):
      beginScalar(.string)
      state = .text(isEscaped: false)
    default:
      // A colon, a byte order mark, or invalid JSON.
      guard let kind = JSONKind(firstByte: byte) else { return }
      beginScalar(kind.valueKind(byte))
      state = .word
    }
  }

  private mutating func open(_ kind: ValueRef.Kind) {
    beginValue(kind)
    guard levels.count < OutlineScanner.maxLevels else {
      isTooDeep = true
      return
    }
    levels.append(Level(isObject: kind == .object, node: node))
    awaitsKey = kind == .object
    if kind == .array { node = node.flatMap { outline.elements(of: $0) } }
  }

  private mutating func beginValue(_ kind: ValueRef.Kind) {
    if levels.isEmpty {
      outline.beginDocument()
      node = 0
    }
    if let node { outline.note(kind, at: node) }
  }

  private mutating func beginScalar(_ kind: ValueRef.Kind) {
    beginValue(kind)
    isKey = false
    scalarKind = kind
    room = nil
    guard let node, kind != .null, outline.wantsScalar(at: node) else { return }
    kept = kind == .string ? [UInt8(ascii: "\"")] : []
    room = OutlineScanner.longestScalar
  }

  private mutating func keep(_ text: Span<UInt8>, from start: Int, to end: Int) {
    // One byte more than fits shows that there was more.
    guard let room, kept.count <= room else { return }
    kept.append(contentsOf: text.bytes(from: start, to: min(end, start + room + 1 - kept.count)))
  }

  private mutating func endText() {
    state = .between
    guard isKey else { return endScalar() }
    isKey = false
    awaitsKey = false
    node = nil
    guard kept.count <= OutlineScanner.longestKey, let last = levels.indices.last, let parent = levels[last].node
    else { return }
    node = outline.node(of: kept, below: parent, guess: &levels[last].guess)
  }

  private mutating func endScalar() {
    state = .between
    if room != nil, let node {
      let isCut = kept.count > OutlineScanner.longestScalar
      var text = isCut ? Array(kept.prefix(OutlineScanner.longestScalar)) : kept
      if scalarKind == .string, !isCut { text.append(UInt8(ascii: "\"")) }
      outline.keep(CapturedValue(kind: scalarKind, text: text, isCut: isCut), at: node)
    }
    endValue()
  }

  private mutating func endValue() {
    room = nil
    node = nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
