package import ConfigurationFiles
import Reading
import Records

/// A report of the catalog that a response may belong to.
package struct ReportMatch: Sendable {
  package var system: CatalogSystem
  package var report: CatalogReport
  /// The documented fields that the response has.
  package var present: [CatalogField]
  /// Columns of the response that are not in the catalog.
  package var undocumented: [FieldProposal]
  /// Higher is likelier, at most 1.
  private var score = 0.0

  /// Returns the response's columns with the catalog's types.
  package func typed(_ fields: [FieldProposal]) -> [FieldProposal] {
    fields.map { field in
      let documented = present.first {
        if case .record(let paths) = $0.origin { paths.contains(field.path) } else { false }
      }
      guard let documented else { return field }
      var field = field
      field.type = documented.type
      field.nullIf = documented.nullIf
      return field
    }
  }

  /// Returns the best matching reports, several if they match equally; none if no report matches.
  package static func best(for response: ResponseProposal, among systems: [CatalogSystem]) -> [ReportMatch] {
    let all = systems.flatMap { system in
      system.reports.compactMap { ReportMatch($0, of: system, response: response, isCertain: false) }
    }
    guard let best = all.map(\.score).max() else { return [] }
    return all.filter { $0.score == best }
  }

  /// - Parameter isCertain: the response is known to belong to the report, however few of its fields it has.
  /// - Returns: nil if the response does not match.
  package init?(_ report: CatalogReport, of system: CatalogSystem, response: ResponseProposal, isCertain: Bool) {
    self.system = system
    self.report = report
    present = report.fields
    undocumented = []
    let outline = response.outline
    if let success = report.envelope.success, let value = outline.node(at: success.at)?.firstScalar?.unescapedText,
      !success.anyOf.contains(value)
    {
      return nil
    }
    if report.grain == .request {
      guard let keys = outline.node(at: [])?.keys.map({ outline.nodes[$0].key }) else { return nil }
      // Nothing but the acknowledgement.
      let envelope = [report.envelope.success?.at, report.envelope.message, report.envelope.declared?.at]
        .compactMap { $0?.first }
      guard !keys.isEmpty, keys.allSatisfy(envelope.contains) else { return nil }
      score = 1
      return
    }
    guard response.records.path == report.envelope.records else { return nil }
    present = report.fields.filter { field in
      switch field.origin {
      case .record(let paths): paths.contains { outline.node(at: $0.keys, in: response.records) != nil }
      case .response(let path): outline.node(at: path.keys) != nil
      case .window, .chunk, .run, .requestTime, .responseStatus, .parameter: true
      }
    }
    let known = report.topLevelKeys
    undocumented = response.fields.filter { !known.contains($0.path.keys[0]) }
    let keys = Set(response.fields.map { $0.path.keys[0] })
    let shareKnown = Double(keys.count { known.contains($0) }) / Double(max(1, keys.count))
    let sharePresent = Double(present.count) / Double(max(1, report.fields.count))
    score = shareKnown * sharePresent
    let isFit = shareKnown >= 0.5 && sharePresent >= 0.5 && present.count >= min(2, report.fields.count)
    if !isFit && !isCertain { return nil }
  }
}

extension ResponseOutline {
  /// The place that keys lead to within a record.
  fileprivate func node(at path: [String], in records: RecordPathSearch.Candidate) -> Node? {
    var node = records.record
    for key in path {
      guard let next = node.keys.first(where: { nodes[$0].key == key }) else { return nil }
      node = nodes[next]
    }
    return node
  }
}
