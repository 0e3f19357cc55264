extension OutputBuffer {
  /// Appends the shortest text that reads back as the same number, always with a point or an exponent: `12.0`, `0.1`,
  /// `1e+20`.
  @inline(__always)
  mutating func append(_ number: Double) {
    // Whole numbers are frequent and are written like integers; minus zero keeps its sign below.
    if number.magnitude < 9_007_199_254_740_992, number != 0 {
      let whole = Int64(number)
      if Double(whole) == number {
        append(decimal: whole)
        append(word: 0x302E, length: 2)  // `.0`
        return
      }
    }
    aside { $0.appendShortest(number) }
  }

  @inline(never)
  private mutating func appendShortest(_ number: Double) {
    for byte in number.description.utf8 { append(byte) }
  }

  /// Appends `true` or `false`.
  @inline(__always)
  mutating func append(_ flag: Bool) {
    append(word: flag ? 0x6575_7274 : 0x65_736C_6166, length: flag ? 4 : 5)
  }
}
