import ConfigurationFiles
import Exporting
import Fetching
import Records

/// Formats a preview as a table: each column's name, its type, then its values.
enum PreviewFormatter {
  /// - Parameter columns: the terminal's width; nil if there is none, so that rows have any length.
  static func lines(of preview: ExportPreview, file: PipelineFile, columns: Int?) -> [String] {
    let more =
      preview.hasMore
      ? "the first \(NumberFormat.count(preview.rows.count, "row"))"
      : "all \(NumberFormat.count(preview.rows.count, "row"))"
    var lines = [
      cut("\(file.name): \(more) of \(preview.chunk.label); nothing is written", to: columns),
      cut(preview.request.description, to: columns),
    ]
    if preview.rows.isEmpty {
      lines += ["", "no rows" + (preview.emptyReason.map { ": \($0)" } ?? "")]
    } else {
      lines += table(of: preview, columns: columns)
    }
    lines.append("")
    let read = NumberFormat.count(preview.recordCount, "record")
    lines.append(
      preview.rejectedCount == 0
        ? "\(read) read, none rejected"
        : "\(read) read, \(NumberFormat.count(preview.rejectedCount)) \(words(for: file.rules.badValues)):")
    for reject in preview.rejects {
      lines.append(cut("  \(reject.field): \(reject.reason)", to: columns))
      lines.append(cut("    \(visible(reject.record))", to: columns.map { min($0, 200) } ?? 200))
    }
    if preview.rejectedCount > preview.rejects.count, !preview.rejects.isEmpty {
      lines.append("  and \(NumberFormat.count(preview.rejectedCount - preview.rejects.count)) more")
    }
    if !preview.unknownFields.isEmpty, file.rules.unknownFields != .ignore, file.rules.unknownFields != .keep {
      lines.append(cut("fields without a column: \(preview.unknownFields.joined(separator: ", "))", to: columns))
    }
    return lines
  }

  /// As many columns side by side as fit on the terminal, the others in blocks below, each block with row numbers.
  private static func table(of preview: ExportPreview, columns: Int?) -> [String] {
    let numbers = preview.rows.indices.map { String($0 + 1) }
    let numberWidth = numbers.last?.count ?? 1
    let widest = max(8, min(columns ?? 60, 60) - numberWidth - 2)
    let cells = preview.columns.enumerated().map { index, column in
      [column.name, column.type.rawValue] + preview.rows.map { shown($0[index]) }
    }
    let widths = cells.map { texts in
      min(columns == nil ? widest : min(widest, 36), texts.map(TerminalLayout.width).max() ?? 0)
    }
    var lines: [String] = []
    var first = 0
    while first < cells.count {
      var last = first
      var used = numberWidth + 2 + widths[first]
      while last + 1 < cells.count, columns.map({ used + 2 + widths[last + 1] <= $0 }) ?? true {
        last += 1
        used += 2 + widths[last]
      }
      lines.append("")
      for line in 0..<(preview.rows.count + 2) {
        let number = line < 2 ? "" : numbers[line - 2]
        let texts = (first...last).map { index in
          TerminalLayout.padded(
            TerminalLayout.cut(cells[index][line], to: widths[index]), to: widths[index],
            alignedRight: preview.columns[index].type.isNumber)
        }
        let text = ([TerminalLayout.padded(number, to: numberWidth, alignedRight: true)] + texts).joined(
          separator: "  ")
        lines.append(trimmingEnd(text))
        if line == 1 { lines.append(String(repeating: "─", count: used)) }
      }
      first = last + 1
    }
    return lines
  }

  private static func shown(_ value: String?) -> String {
    guard let value else { return "∅" }
    return value.isEmpty ? "\"\"" : visible(value)
  }

  /// The value on one line.
  private static func visible(_ text: String) -> String {
    String(text.prefix(400)).replacing("\r\n", with: "\\r\\n").replacing("\n", with: "\\n").replacing("\r", with: "\\r")
      .replacing("\t", with: "\\t")
  }

  private static func words(for rule: BadValuePolicy) -> String {
    switch rule {
    case .fail: "would make the chunk fail"
    case .quarantine, .null: "would be rejected"
    }
  }

  private static func cut(_ text: String, to columns: Int?) -> String {
    columns.map { TerminalLayout.cut(text, to: $0) } ?? text
  }

  private static func trimmingEnd(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension ColumnType {
  /// Values of this type are right-aligned, to compare them digit by digit.
  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .decimal, .double, .seconds: true
    case .string, .boolean, .date, .timestamp, .localTimestamp, .json: false
    }
  }
}
