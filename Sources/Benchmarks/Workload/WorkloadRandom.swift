/// Numbers that look random and are the same in every run.
struct WorkloadRandom {
  private var state: UInt64 = 42

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  mutating func pick(_ words: [String]) -> String { words[below(words.count)] }

  mutating func dateTime() -> String {
    "2025-10-\(below(20) + 10) \(below(13) + 10):\(below(49) + 10):\(below(49) + 10)"
  }

  /// Appends words until the text has a number of bytes.
  mutating func text(of words: [String], bytes: Int) -> String {
    var text = ""
    while text.utf8.count < bytes {
      text += pick(words)
      text += " "
      if below(40) == 0 { text += "\(below(1_000_000)) " }
    }
    return text
  }
}
