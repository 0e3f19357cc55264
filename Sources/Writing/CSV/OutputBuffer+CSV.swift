extension OutputBuffer {
  /// Appends text as one field, with quotes if needed.
  ///
  /// Quoted are texts with a delimiter, a quote or a line break, the empty text (unquoted, it may be a null), one
  /// that equals the null text, and texts that a reader's defaults would change without quotes: ClickHouse trims
  /// blanks and tabs at both ends, Snowflake reads a backslash as an escape, and PostgreSQL ends its input at a line
  /// `\.`. If `hasEscapes`, the text has JSON escapes, which are resolved.
  @inline(__always)
  mutating func appendCSV(
    _ text: borrowing Span<UInt8>, from position: Int, to end: Int, hasEscapes: Bool, rules: borrowing CSVRules
  ) {
    let start = count
    let stop = copyRun(of: text, from: position, to: end, until: .unquotedCSV(delimiter: rules.delimiter))
    if stop == end {
      let length = count &- start
      // A blank and a tab are among the bytes up to 0x20; few texts begin or end with another one.
      if length == 0 || text[position] <= 0x20 || text[end &- 1] <= 0x20 || length == rules.nullText.count
        || rules.escapesFormulas
      {
        aside { $0.finishCSVField(from: start, isQuoted: false, rules: rules) }
      }
    } else {
      aside { $0.appendCSVRest(text, from: stop, to: end, start: start, hasEscapes: hasEscapes, rules: rules) }
    }
  }

  /// Appends the rest after a byte that ended a run; `start` is the beginning of the field in this buffer.
  @inline(never)
  private mutating func appendCSVRest(
    _ text: borrowing Span<UInt8>, from first: Int, to end: Int, start: Int, hasEscapes: Bool,
    rules: borrowing CSVRules
  ) {
    let delimiter = UInt32(rules.delimiter)
    var isQuoted = false
    var position = first
    aside { output in
      while position < end {
        let scalar: UInt32
        if hasEscapes && text[position] == UInt8(ascii: "\\") {
          scalar = JSONEscape.scalar(of: text, at: &position, end: end)
        } else {
          scalar = UInt32(text[position])
          position &+= 1
        }
        if !isQuoted, scalar == delimiter || scalar == 0x22 || scalar == 0x0A || scalar == 0x0D || scalar == 0x5C {
          output.insert(UInt8(ascii: "\""), at: start)
          isQuoted = true
        }
        if scalar == 0x22 {
          output.append(word: 0x2222, length: 2)
        } else {
          output.append(scalar: scalar)
        }
        if !isQuoted {
          position = output.copyRun(of: text, from: position, to: end, until: .unquotedCSV(delimiter: rules.delimiter))
        } else if hasEscapes {
          position = output.rewrite(text, from: position, to: end, as: .quotedCSV)
        } else {
          position = output.copyRun(of: text, from: position, to: end, until: .quotedCSV)
        }
      }
      if isQuoted { output.append(UInt8(ascii: "\"")) }
    }
    finishCSVField(from: start, isQuoted: isQuoted, rules: rules)
  }

  /// Protects a field that begins at `start` from being read as a formula or a null, and from being trimmed.
  @inline(never)
  private mutating func finishCSVField(from start: Int, isQuoted: Bool, rules: borrowing CSVRules) {
    let apostrophe = UInt8(ascii: "'")
    var isDelimited = false
    if rules.escapesFormulas {
      let first = isQuoted ? start + 1 : start
      if beginsFormula(at: first) {
        insert(apostrophe, at: first)
        isDelimited = rules.delimiter == apostrophe
      }
    }
    if isQuoted { return }
    let length = count - start
    guard
      length == 0 || isDelimited || self[start].isBlankOrTab || self[count - 1].isBlankOrTab
        || equals(rules.nullText, from: start)
    else { return }
    insert(UInt8(ascii: "\""), at: start)
    append(UInt8(ascii: "\""))
  }

  /// A spreadsheet takes what is here for a formula: `=`, `+`, `-`, `@`, their full-width forms, or a control character
  /// that it skips.
  private func beginsFormula(at first: Int) -> Bool {
    guard first < count else { return false }
    switch self[first] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
    case 0xEF:
      // U+FF1D, U+FF0B, U+FF0D and U+FF20 in UTF-8.
      guard first + 2 < count else { return false }
      let rest = (self[first + 1], self[first + 2])
      return rest == (0xBC, 0x9D) || rest == (0xBC, 0x8B) || rest == (0xBC, 0x8D) || rest == (0xBC, 0xA0)
    default: return false
    }
  }

  private func equals(_ text: [UInt8], from start: Int) -> Bool {
    count - start == text.count && text.indices.allSatisfy { self[start + $0] == text[$0] }
  }

  /// Rewrites the field that begins at `start` as a text: for numbers and similar values, in dialects in which they
  /// may need quotes.
  @inline(never)
  mutating func requoteCSVField(from start: Int, rules: borrowing CSVRules) {
    let field = bytes(in: start..<count)
    truncate(to: start)
    appendCSV(field.span, from: 0, to: field.count, hasEscapes: false, rules: rules)
  }
}

extension UInt8 {
  fileprivate var isBlankOrTab: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
