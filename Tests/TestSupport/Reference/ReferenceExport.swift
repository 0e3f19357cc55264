package import Records

/// The path from a response's bytes to a partition's, as simply as possible: one record and one value at a time.
package struct ReferenceExport: Sendable {
  package struct Field: Sendable {
    package var name: String
    /// Paths within a record, of which the first that is there and not null wins.
    package var paths: [[String]]
    package var mapping: ReferenceMapping

    package init(_ name: String, _ paths: [[String]], _ mapping: ReferenceMapping) {
      self.name = name
      self.paths = paths
      self.mapping = mapping
    }
  }

  package typealias Row = [Cell]

  package var fields: [Field]
  /// Keys from the root of the response to its records.
  package var records: [String]

  package init(_ fields: [Field], at records: [String]) {
    self.fields = fields
    self.records = records
  }

  /// The rows of a response, and the rejected records: those with a bad value, without any key that is read, or with a
  /// name that leads into an array.
  package func rows(of body: [UInt8]) throws -> (rows: [Row], rejects: [[UInt8]]) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let response = try ReferenceJSON(body.starts(with: mark) ? Array(body.dropFirst(3)) : body)
    guard let list = response[records] else { return ([], []) }
    var rows: [Row] = []
    var rejects: [[UInt8]] = []
    let known = fields.flatMap(\.paths).compactMap(\.first)
    for record in list.kind == .array ? list.elements : list.kind == .object ? [list] : [] {
      let isRecognized = known.contains { record[$0] != nil }
      let isMissing = fields.contains { isMissingInArray($0, of: record) }
      let results = fields.map { $0.mapping.result(value(of: $0, in: record)?.text) }
      let cells = results.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
      if isRecognized, !isMissing, cells.count == fields.count {
        rows.append(cells)
      } else {
        rejects.append(record.text)
      }
    }
    return (rows, rejects)
  }

  private func value(of field: Field, in record: ReferenceJSON) -> ReferenceJSON? {
    let found = field.paths.compactMap { record[$0] }
    return found.first { $0.kind != .null } ?? found.first
  }

  /// Nothing is found, and a path leads by a name into an array with elements.
  private func isMissingInArray(_ field: Field, of record: ReferenceJSON) -> Bool {
    field.paths.allSatisfy { record[$0] == nil }
      && field.paths.contains { path in
        path.indices.contains { end in
          guard let array = record[Array(path[..<end])], array.kind == .array else { return false }
          return !array.elements.isEmpty && Int(path[end]) == nil
        }
      }
  }

  package func csv(_ rows: [Row], _ format: ReferenceCSV = ReferenceCSV()) -> [UInt8] {
    var text = format.line(fields.map { format.typed($0.name) })
    for row in rows {
      text += format.line(
        zip(fields, row).map { field, cell in
          field.mapping.type == .string
            ? format.field(cell.plain(.string)) : format.typed(cell.plain(field.mapping.type))
        })
    }
    return Array(text.utf8)
  }

  package func ndjson(_ rows: [Row]) -> [UInt8] {
    var text = ""
    for row in rows {
      let members = zip(fields, row).map { field, cell in
        "\(ReferenceJSON.quoted(field.name)):\(cell.json(field.mapping.type))"
      }
      text += "{\(members.joined(separator: ","))}\n"
    }
    return Array(text.utf8)
  }
}

extension Cell {
  /// The value as text; nil for null.
  package func plain(_ type: ColumnType) -> String? {
    switch (self, type) {
    case (.null, _): nil
    case (.integer(let count), .timestamp): "\(CivilTime(microseconds: count))Z"
    case (.integer(let count), .localTimestamp): "\(CivilTime(microseconds: count))"
    case (.integer(let count), .date): "\(CalendarDay(daysSinceEpoch: Int(count)))"
    case (.integer(let number), _): "\(number)"
    case (.double(let number), _): "\(number)"
    case (.boolean(let flag), _): "\(flag)"
    case (.text(let text), _): text
    }
  }

  /// The value as JSON.
  package func json(_ type: ColumnType) -> String {
    guard let text = plain(type) else { return "null" }
    switch type {
    case .string, .date, .timestamp, .localTimestamp: return ReferenceJSON.quoted(text)
    case .integer, .decimal, .double, .boolean, .seconds, .json: return text
    }
  }
}
