/// Aligns texts in columns, for terminals and pipes.
struct TextTable {
  let header: [String]
  let rows: [[String]]
  /// Indices of right-aligned columns.
  var rightAligned: Set<Int> = []

  /// - Parameter columns: the terminal's width, to which the last column is truncated; nil: no truncation.
  func lines(columns: Int?) -> [String] {
    let last = header.count - 1
    let widths = header.indices.map { column in
      ([header] + rows).map { TerminalLayout.width(of: $0[column]) }.max() ?? 0
    }
    return ([header] + rows).map { row in
      let cells = row.enumerated().map { column, text in
        column == last && !rightAligned.contains(last)
          ? text : TerminalLayout.padded(text, to: widths[column], alignedRight: rightAligned.contains(column))
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return columns.map { TerminalLayout.cut(line, to: $0) } ?? line
    }
  }
}
