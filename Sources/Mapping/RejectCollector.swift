import Records

/// Applies the rules to the errors of one batch's columns, and determines which rows remain.
struct RejectCollector {
  private let rules: MappingRules
  private let redactor: SecretRedactor
  /// The first bad field of each rejected row.
  private var rejected: [Int: Finding] = [:]
  /// The first row that fails, with its first bad field.
  private var failure: (row: Int, finding: Finding, rule: MappingError.Rule)?
  /// One entry a value.
  private var nulledRows: [Int] = []
  private var replacedRows: [Int] = []

  private struct Finding {
    var field: String
    var value: String?
    var reason: String
  }

  /// - Parameter redactor: masks secrets in what is kept of bad records.
  init(rules: MappingRules, redactor: SecretRedactor) {
    self.rules = rules
    self.redactor = redactor
  }

  /// Adds the errors of a column; their references point into `bytes`.
  mutating func add(_ problems: ColumnProblems, of field: CompiledField, in bytes: [UInt8]) {
    let excerpt = ValueExcerpt(redactor: redactor)
    for problem in problems.found {
      add(problem, row: problem.row, isRequired: field.isRequired) {
        RejectCollector.finding(problem, of: field, in: bytes, excerpt)
      }
    }
    replacedRows.append(contentsOf: problems.replacedRows)
  }

  /// Adds the errors of a column with one constant, which apply to every row.
  mutating func add(_ problems: ColumnProblems, of field: CompiledField, in bytes: [UInt8], rowCount: Int) {
    for problem in problems.found {
      let finding = RejectCollector.finding(problem, of: field, in: bytes, ValueExcerpt(redactor: redactor))
      for row in 0..<rowCount { add(problem, row: row, isRequired: field.isRequired) { finding } }
    }
    if !problems.replacedRows.isEmpty { replacedRows.append(contentsOf: 0..<rowCount) }
  }

  /// Takes records that have none of the report's fields. No rule makes rows of nulls of them.
  mutating func addUnrecognized(_ rows: [Int]) {
    let finding = Finding(field: "*", value: nil, reason: "the record has none of the report's fields")
    for row in rows {
      switch rules.badValues {
      case .fail: fail(row, { finding }, rule: .badValues)
      case .quarantine, .null: reject(row) { finding }
      }
    }
  }

  private mutating func add(_ problem: ColumnProblem, row: Int, isRequired: Bool, finding: () -> Finding) {
    if problem.reason.isBadText {
      switch rules.badText {
      case .fail: fail(row, finding, rule: .badText)
      case .quarantine: reject(row, finding)
      // The column replaced it, or its value has become too long, which is not bad text.
      case .replace: preconditionFailure("bad text that may be replaced is not a problem")
      }
    } else {
      switch rules.badValues {
      case .fail: fail(row, finding, rule: .badValues)
      case .quarantine: reject(row, finding)
      // A required column has no nulls.
      case .null where isRequired: reject(row, finding)
      case .null: nulledRows.append(row)
      }
    }
  }

  private mutating func fail(_ row: Int, _ finding: () -> Finding, rule: MappingError.Rule) {
    if let failure, failure.row <= row { return }
    failure = (row, finding(), rule)
  }

  private mutating func reject(_ row: Int, _ finding: () -> Finding) {
    if rejected[row] == nil { rejected[row] = finding() }
  }

  private static func finding(
    _ problem: ColumnProblem, of field: CompiledField, in bytes: [UInt8], _ excerpt: ValueExcerpt
  ) -> Finding {
    func text(limit: Int) -> String? {
      if let value = problem.value { return excerpt.text(of: value, in: bytes, limit: limit) }
      return problem.isOfDefault ? field.defaultText.map { excerpt.visible($0, limit: limit) } : nil
    }
    let quoted = ValueExcerpt.quoted(text(limit: ValueExcerpt.inReason) ?? "")
    return Finding(
      field: field.column.name, value: text(limit: ValueExcerpt.alone),
      reason: problem.reason.text(
        problem.isOfDefault ? "the default \(quoted)" : quoted, format: field.timeForm?.text ?? ""))
  }
}

extension RejectCollector {
  /// Removes the rejected rows, or throws for the first row that fails.
  func close(_ rows: RecordBatch, records: [ValueRef]) throws(MappingError) -> MappedBatch {
    if let (row, finding, rule) = failure {
      throw MappingError(
        field: finding.field, index: row, value: finding.value, reason: finding.reason, rule: rule)
    }
    guard !rejected.isEmpty else {
      return MappedBatch(rows: rows, replacedTexts: replacedRows.count, nulledValues: nulledRows.count)
    }
    let kept = (0..<rows.rowCount).filter { rejected[$0] == nil }
    let rejects = rejected.sorted { $0.key < $1.key }.map { row, finding in
      var record = Array(rows.received[records[row].start..<records[row].end])
      redactor.overwrite(&record)
      return Reject(
        record: record, field: finding.field, value: finding.value, reason: finding.reason, index: row)
    }
    let columns = rows.columns.map { $0.keeping(kept) }
    return MappedBatch(
      rows: RecordBatch(received: rows.received, arena: rows.arena, rowCount: kept.count, columns: columns),
      rejects: rejects, replacedTexts: replacedRows.count { rejected[$0] == nil },
      nulledValues: nulledRows.count { rejected[$0] == nil })
  }
}

extension ColumnValues {
  /// The values of some rows.
  fileprivate func keeping(_ rows: [Int]) -> ColumnValues {
    switch self {
    case .text(let refs): .text(rows.map { refs[$0] })
    case .integers(let values): .integers(values.keeping(rows))
    case .doubles(let values): .doubles(values.keeping(rows))
    case .booleans(let values): .booleans(values.keeping(rows))
    }
  }
}

extension FixedValues {
  fileprivate func keeping(_ rows: [Int]) -> FixedValues {
    let marks = isNull.isEmpty ? [] : rows.map { isNull[$0] }
    return FixedValues(values: rows.map { values[$0] }, isNull: marks.contains(true) ? marks : [])
  }
}
