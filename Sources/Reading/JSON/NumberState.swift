/// The state of a parser of JSON numbers.
enum NumberState: Hashable, Sendable {
  case minus
  case zero
  case integer
  case point
  case fraction
  case exponentMark
  case exponentSign
  case exponent

  /// The state after the minus or digit that begins a number.
  init(firstByte byte: UInt8) {
    switch byte {
    case UInt8(ascii: "-"): self = .minus
    case UInt8(ascii: "0"): self = .zero
    default: self = .integer
    }
  }

  /// The number may end here.
  var isComplete: Bool {
    switch self {
    case .zero, .integer, .fraction, .exponent: true
    case .minus, .point, .exponentMark, .exponentSign: false
    }
  }

  /// Returns the state after `byte`; nil if the number cannot continue with it.
  func after(_ byte: UInt8) -> NumberState? {
    let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    switch (self, byte) {
    case (.minus, _) where isDigit: return NumberState(firstByte: byte)
    case (.integer, _) where isDigit: return .integer
    case (.zero, UInt8(ascii: ".")), (.integer, UInt8(ascii: ".")): return .point
    case (.point, _) where isDigit, (.fraction, _) where isDigit: return .fraction
    case (.zero, UInt8(ascii: "e")), (.zero, UInt8(ascii: "E")), (.integer, UInt8(ascii: "e")),
      (.integer, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "e")), (.fraction, UInt8(ascii: "E")):
      return .exponentMark
    case (.exponentMark, UInt8(ascii: "+")), (.exponentMark, UInt8(ascii: "-")): return .exponentSign
    case (.exponentMark, _) where isDigit, (.exponentSign, _) where isDigit, (.exponent, _) where isDigit:
      return .exponent
    default: return nil
    }
  }

  /// Reported as part of an invalid number rather than as text after a complete one.
  static func looksLikeNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
