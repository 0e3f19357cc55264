import Records
import SchemaInference

/// Formats what a response suggests as a table.
enum ProposalFormatter {
  /// - Parameters:
  ///   - fields: the response's columns, as they will be.
  ///   - columns: the terminal's width; nil if there is none.
  static func lines(
    of response: ResponseProposal, fields: [FieldProposal], source: String, columns: Int?
  ) -> [String] {
    let place = response.records.path.joined(separator: ".")
    let whereabouts = place.isEmpty ? "at the top" : "at `\(place)`"
    let records = NumberFormat.count(response.recordCount, "record")
    let form = response.records.isSingle ? ", one object instead of a list" : ""
    var lines = [
      "\(source): \(records) \(whereabouts)\(form), \(NumberFormat.count(response.fields.count, "field"))", "",
    ]
    let rows = fields.map { field in
      let nulls = field.nullIf.map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: " ")
      return [
        field.name, field.type.rawValue, field.emptyCount == 0 ? "" : NumberFormat.count(field.emptyCount), nulls,
        Console.harmless(field.example ?? "∅"),
      ]
    }
    lines += TextTable(
      header: ["column", "type", "empty", "null if", "example"], rows: rows, rightAligned: [2]
    ).lines(columns: columns)
    for sign in response.envelope.pageSigns {
      lines += [
        "", "note: \(sign): the response looks like one of several pages, and a run reads one response per window",
      ]
    }
    return lines
  }
}
