/// Reads `YYYY-MM-DD HH:MM:SS` quickly: neighbouring rows nearly always lie on one day.
struct FastDateTimeParser: Sendable {
  /// The ten bytes of the day that was read last.
  private var head: UInt64 = 0
  private var tail: UInt16 = 0
  private var midnight: Int64 = 0

  /// Returns seconds since 1970-01-01T00:00:00 in the text's own local time; nil for any other text.
  @inline(__always)
  mutating func seconds(_ text: Span<UInt8>) -> Int64? {
    guard text.count == 19, text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "T"),
      let second = DateAndTimeParser.secondOfDay(text, at: 11)
    else { return nil }
    if text.word(at: 0) != head || text.halfWord(at: 8) != tail {
      guard remember(text) else { return nil }
    }
    return midnight &+ second
  }

  private mutating func remember(_ text: Span<UInt8>) -> Bool {
    guard case .value(let days) = DateAndTimeParser.day(text) else { return false }
    head = text.word(at: 0)
    tail = text.halfWord(at: 8)
    midnight = days * 86_400
    return true
  }
}
