import ConfigurationFiles
import Records

/// One request for a report whose credentials are right.
struct ReportCall: Sendable {
  let system: CatalogSystem
  let report: CatalogReport
  let data: SandboxData
  let route: Route
  /// Values of the tokens of the path.
  let captures: [String: String]

  /// Returns the vendor's response to a request without rows.
  func refusal(
    _ verdicts: [VerdictKind], preferring status: Int? = nil, words: [String] = [], reason: String
  ) -> SandboxResponse {
    SandboxResponse(
      verdicts, rules: report.verdicts, envelope: report.envelope, preferring: status, words: words, reason: reason)
  }

  func response(_ request: ReceivedRequest, fault: SandboxFault?, slot: TokenRegistry.Slot) -> SandboxResponse {
    var values = captures
    switch route.bind(request) {
    case .values(let bound): values.merge(bound) { $1 }
    case .missing(let name):
      return refusal([.fatal], words: ["param"], reason: "the parameter \(name) is missing or malformed")
    }
    for parameter in report.parameters + system.parameters where !parameter.values.isEmpty {
      guard let value = values[parameter.name], !parameter.values.contains(value) else { continue }
      return refusal([.fatal], words: ["param"], reason: "\(parameter.name) is not one of \(parameter.values)")
    }
    guard let span = span(values) else {
      return refusal([.fatal], words: ["date", "param"], reason: "the dates are malformed or reversed")
    }
    if let longest = report.limits.window, span.length > longest {
      let reason = "the window is longer than \(longest.inDays) days"
      return refusal([.fatal], words: ["range", "days", "dates"], reason: reason)
    }
    let page = report.paging.map { SandboxPage($0, values: values, request: request) }
    if case .some(nil) = page {
      return refusal([.fatal], words: ["page", "param"], reason: "the page is not one that a response links to")
    }
    values = values.filter { !$0.key.hasPrefix("window.") && !$0.key.hasPrefix("page.") }
    return report.grain == .request ? acknowledgement : records(in: span, values, page ?? nil, fault, slot)
  }

  /// Returns the requested span, half-open; nil if its ends are malformed or reversed.
  ///
  /// A report without a window has one generated day; one with only a start has a day from there on.
  private func span(_ values: [String: String]) -> Range<CivilTime>? {
    let format = report.window
    let day = Duration.seconds(EventSchedule.secondsPerDay)
    if let date = values["window.date"] {
      guard let start = CalendarDay(date).map({ CivilTime(day: $0) }) else { return nil }
      return start..<start.advanced(by: day)
    }
    guard let text = values["window.start"] else {
      let start = CivilTime(day: CalendarDay(daysSinceEpoch: 20_454))
      return start..<start.advanced(by: day)
    }
    guard let start = format.pattern.parsed(text) else { return nil }
    guard let endText = values["window.end"] else { return start..<start.advanced(by: day) }
    guard let sent = format.pattern.parsed(endText) else { return nil }
    let end = format.endIsInclusive ? sent.advanced(by: format.resolution) : sent
    return start < end ? start..<end : nil
  }

  /// The response of a report that the vendor delivers elsewhere.
  private var acknowledgement: SandboxResponse {
    var text = EnvelopeTemplate()
    text.putOutcome(report.envelope)
    text.put("the request was accepted", at: report.envelope.message ?? ["message"])
    text.finish()
    return SandboxResponse(status: 200, json: text.prefix)
  }

  private func records(
    in span: Range<CivilTime>, _ values: [String: String], _ page: SandboxPage?, _ fault: SandboxFault?,
    _ slot: TokenRegistry.Slot
  ) -> SandboxResponse {
    let envelope = report.envelope
    // Rows over the cap are truncated silently, and so is the declared count.
    var rows = data.cursor(in: span, parameters: values, limit: report.limits.records ?? .max)
    let all = rows.remaining
    if let page { rows.narrow(skipping: page.offset, limit: page.size) }
    if all == 0, report.verdicts.contains(where: { $0.verdict == .empty }) {
      return refusal([.empty], reason: "there are no records in the window")
    }
    var text = EnvelopeTemplate()
    if envelope.records.isEmpty {
      text.putRecords(at: [])
    } else {
      if fault != .lateFailure { text.putOutcome(envelope) }
      text.putDeclared(rows.remaining + (fault == .wrongCount ? 1 : 0), envelope)
      page?.put(into: &text, all: all + (fault == .wrongCount ? 1 : 0), rows: rows.remaining)
      text.putRecords(at: envelope.records)
      if fault == .lateFailure { text.putOutcome(envelope, failure: 500) }
      for field in report.fields {
        guard case .response(let path) = field.origin else { continue }
        text.put(data.responseValue(of: field, in: span, parameters: values), at: path.keys)
      }
    }
    text.finish()
    return SandboxResponse(RecordStream(prefix: text.prefix, rows: rows, suffix: text.suffix, fault: fault, slot: slot))
  }
}

extension CivilTime {
  fileprivate func advanced(by duration: Duration) -> CivilTime {
    CivilTime(microseconds: microseconds + duration.wholeMicroseconds)
  }
}

extension Duration {
  fileprivate var inDays: String {
    let (days, rest) = wholeMicroseconds.quotientAndRemainder(dividingBy: CivilTime.microsecondsPerDay)
    return rest == 0 ? String(days) : String(self / .seconds(EventSchedule.secondsPerDay))
  }
}

extension Range<CivilTime> {
  fileprivate var length: Duration { .microseconds(upperBound.microseconds - lowerBound.microseconds) }
}
