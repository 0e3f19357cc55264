import ConfigurationFiles
import Records
import TestSupport

/// The small languages within a declaration: durations, ends of ranges, templates, time patterns and the like.
enum TermsFuzzer {
  private static let times = [Int64.min / 2, -1, 0, 951_782_400_000_001, 1_790_830_800_999_999, Int64.max / 2]
    .map(CivilTime.init(microseconds:))
  private static let forms: [ScalarType] = [
    .text, .literal, .label, .boolean, .integer(1...9), .integerOrNone(0...100), .share, .duration, .size,
    .word(["csv", "ndjson", "parquet"]), .rangeBound, .chunkLength, .timeZone, .address,
    .template(tokens: ["chunk", "window.date"]), .template(tokens: nil), .regex, .timePattern, .timeFormat,
    .keyPath(), .keyPath(orTop: true), .origin, .character, .status, .path, .identifier,
  ]

  @Sendable static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    // A name that is near to none of hundreds of zones takes as long as all else.
    var random = SplitMix64(of: bytes)
    let skipped = Int.random(in: 0..<20, using: &random) == 0 ? nil : ScalarType.timeZone
    for form in forms where form != skipped {
      let error = form.error(in: text)
      if form == .regex, error == nil { match(text) }
      expect(!form.expectation.isEmpty, "a form says what it takes")
    }
    if let duration = Duration(written: text), duration.components.attoseconds % 1_000_000_000_000_000 == 0 {
      expect(Duration(written: duration.written) == duration, "`\(text)` is written `\(duration.written)`")
    }
    if let bound = RangeBound(written: text) {
      expect(RangeBound(written: bound.description) == bound, "`\(text)` is written `\(bound)`")
    }
    if let length = ChunkLength(written: text) {
      expect(ChunkLength(written: length.description) == length, "`\(text)` is written `\(length)`")
    }
    if let instant = Instant(text) {
      expect(Instant(instant.description) == instant || instant.seconds < -62_167_219_200, "`\(text)`: `\(instant)`")
    }
    if let template = try? Template(text) { _ = template.rendered { "<\($0)>" } }
    if let pattern = try? TimePattern(text) {
      for time in times { _ = pattern.parsed(pattern.rendered(time)) }
      _ = pattern.parsed(text)
    }
    for pattern in patterns { _ = pattern.parsed(text) }
    _ = SpellingSuggestion.hint(for: String(text.prefix(50)), among: ["time_zone", "from", "to", "chunk", "settle"])
  }

  private static let patterns = ["epoch_seconds", "epoch_milliseconds", "yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss.SSSSSS"]
    .compactMap { try? TimePattern($0) }

  /// Matches as verdict rules and declared counts do. The text is short, because some expressions take unbounded time.
  private static func match(_ expression: String) {
    guard let regex = try? Regex(expression) else { return }
    _ = "12 records".firstMatch(of: regex)
    _ = "12 records".firstMatch(of: regex.ignoresCase().dotMatchesNewlines())
  }
}
