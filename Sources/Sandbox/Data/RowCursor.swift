import Records

/// Writes the rows of one response as JSON objects, in order, any number at a time.
struct RowCursor: Sendable {
  private enum Source: Sendable {
    case events(EventCursor)
    case sums(WindowSums, rows: ArraySlice<WindowSums.Row>, TimeGrouping)
  }

  private let layout: RecordLayout
  private let seed: UInt64
  private var source: Source
  private var values = ValueWriter()

  init(_ events: EventCursor, layout: RecordLayout, seed: UInt64) {
    self.layout = layout
    self.seed = seed
    source = .events(events)
  }

  init(_ sums: WindowSums, rows: ArraySlice<WindowSums.Row>, grouping: TimeGrouping, layout: RecordLayout) {
    self.layout = layout
    seed = sums.seed
    source = .sums(sums, rows: rows, grouping)
  }

  /// The number of remaining rows.
  var remaining: Int {
    switch source {
    case .events(let events): events.remaining
    case .sums(_, let rows, _): rows.count
    }
  }

  /// Leaves out `count` rows, and all but `limit` of those that follow.
  mutating func narrow(skipping count: Int, limit: Int) {
    switch source {
    case .events(var events):
      events.narrow(skipping: count, limit: limit)
      source = .events(events)
    case .sums(let sums, let rows, let grouping):
      source = .sums(sums, rows: rows.dropFirst(count).prefix(limit), grouping)
    }
  }

  /// Appends the next row; false after the last one.
  mutating func appendRow(to bytes: inout [UInt8]) -> Bool {
    switch source {
    case .events(var events):
      let next = events.next()
      source = .events(events)
      guard let next else { return false }
      values.second = next.second
      values.number = next.number
      appendEvent(to: &bytes)
    case .sums(let sums, var rows, let grouping):
      guard let row = rows.popFirst() else { return false }
      source = .sums(sums, rows: rows, grouping)
      append(row, of: sums, grouping, to: &bytes)
    }
    return true
  }

  private mutating func appendEvent(to bytes: inout [UInt8]) {
    var random = SeededRandom(seed, UInt64(bitPattern: Int64(values.second)), UInt64(values.number))
    appendObject(to: &bytes) { writer, field, _, bytes in
      if field.missing > 0 && random.chance(field.missing) { return }
      bytes.append(contentsOf: field.key)
      if !field.nulls.isEmpty && random.below(12) == 0 {
        bytes.append(contentsOf: field.nulls[random.below(field.nulls.count)])
      } else {
        writer.append(field.form, random: &random, to: &bytes)
      }
    }
  }

  private mutating func append(
    _ row: WindowSums.Row, of sums: WindowSums, _ grouping: TimeGrouping, to bytes: inout [UInt8]
  ) {
    values.number = row.key
    let seed = seed
    appendObject(to: &bytes) { writer, field, index, bytes in
      // What lasts depends on the key alone; the rest on the window too.
      var random = SeededRandom(seed, field.salt, UInt64(row.key))
      if field.missing > 0 && random.chance(field.missing) { return }
      bytes.append(contentsOf: field.key)
      if !field.form.isLasting {
        random = SeededRandom(random.next(), UInt64(bitPattern: Int64(row.span.lowerBound)), UInt64(row.span.count))
      }
      writer.second = 600_000_000
      switch field.form {
      case .key(let keys): bytes.append(contentsOf: keys[row.key % keys.count])
      case .time(.formatted(let time)): time.append(row.span.lowerBound, to: &bytes)
      case .time: bytes.appendJSON(grouping.text(at: row.span.lowerBound))
      case let form where form.isSum:
        writer.append(form, random: &random, sum: sums.sum(ofField: index, form: form, in: row), to: &bytes)
      default:
        if !field.nulls.isEmpty && random.below(6) == 0 {
          bytes.append(contentsOf: field.nulls[random.below(field.nulls.count)])
          return
        }
        if case .moment = field.form { writer.second = row.span.upperBound - 1 }
        writer.append(field.form, random: &random, to: &bytes)
      }
    }
  }

  /// Writes braces, commas and nesting; `body` appends a field's `"key":value`, or nothing.
  private mutating func appendObject(
    to bytes: inout [UInt8], _ body: (inout ValueWriter, RecordLayout.Field, Int, inout [UInt8]) -> Void
  ) {
    bytes.append(UInt8(ascii: "{"))
    var needsComma = false
    for step in layout.steps {
      switch step {
      case .open(let key):
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: key)
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
      case .close:
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
      case .field(let index):
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        let start = bytes.count
        body(&values, layout.fields[index], index, &bytes)
        if bytes.count > start {
          needsComma = true
        } else if needsComma {
          bytes.removeLast()
        }
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
