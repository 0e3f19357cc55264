import Inference
import Records

/// What an answer suggests, as a table.
enum ProposalText {
  /// - Parameters:
  ///   - fields: the answer's columns, as they will be.
  ///   - columns: the terminal's; nil where there is none.
  static func lines(
    of answer: AnswerProposal, fields: [FieldProposal], source: String, columns: Int?
  ) -> [String] {
    let place = answer.records.path.joined(separator: ".")
    let whereabouts = place.isEmpty ? "at the top" : "at `\(place)`"
    let records = Quantity.count(answer.recordCount, "record")
    let form = answer.records.isSingle ? ", one object in place of a list" : ""
    var lines = ["\(source): \(records) \(whereabouts)\(form), \(Quantity.count(answer.fields.count, "field"))", ""]
    let rows = fields.map { field in
      let nulls = field.nullIf.map { $0.isEmpty ? "\"\"" : $0 }.joined(separator: " ")
      return [
        field.name, field.type.rawValue, field.emptyCount == 0 ? "" : Quantity.count(field.emptyCount), nulls,
        Console.harmless(field.example ?? "∅"),
      ]
    }
    lines += TextTable(
      header: ["column", "type", "empty", "null if", "for example"], rows: rows, rightAligned: [2]
    ).lines(columns: columns)
    for sign in answer.envelope.pageSigns {
      lines += ["", "note: \(sign): it looks like one page of several, and a run takes one answer a window"]
    }
    return lines
  }
}
