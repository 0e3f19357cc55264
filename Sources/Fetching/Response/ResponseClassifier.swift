package import ConfigurationFiles
package import Records

/// Classifies responses, first by the catalog's rules, then by HTTP status. An unclassified response is never a
/// success.
package struct ResponseClassifier {
  private let rules: [(rule: VerdictRule, message: CatalogPattern?)]
  private let envelope: Envelope
  private let limits: Limits
  private let grain: Grain
  private let hasPages: Bool
  private let canLogIn: Bool

  package init(_ source: SourceDeclaration) throws(FetchError) {
    var rules: [(rule: VerdictRule, message: CatalogPattern?)] = []
    for rule in source.report.verdicts {
      do {
        rules.append((rule, try rule.message.map { try CatalogPattern($0, ignoringCase: true) }))
      } catch {
        throw FetchError(
          window: nil,
          reason: "the catalog \(source.system.origin) has a verdict whose `message` is not a regular expression",
          advice: "fix the pattern '\(rule.message ?? "")'", attempts: 0, scope: .source, kind: .configuration)
      }
    }
    self.rules = rules
    self.envelope = source.report.envelope
    self.limits = source.limits
    self.grain = source.report.grain
    self.hasPages = source.report.paging != nil
    if case .login = source.auth { canLogIn = true } else { canLogIn = false }
  }

  /// Facts about a response that was read.
  package struct Facts: Sendable {
    package var status: Int
    package var headers: ResponseHeaders
    package var report: ParsedResponse
    /// The first bytes of the body.
    package var head: [UInt8]
    package var now: Instant
    package var took: Duration
    /// Records of the pages before.
    package var recordsBefore: Int
    /// Redacts secrets in the API's messages.
    package var redactor: SecretRedactor

    package init(
      status: Int, headers: ResponseHeaders = ResponseHeaders([]), report: ParsedResponse, head: [UInt8] = [],
      now: Instant,
      took: Duration = .zero, recordsBefore: Int = 0, redactor: SecretRedactor = SecretRedactor()
    ) {
      self.recordsBefore = recordsBefore
      self.status = status
      self.headers = headers
      self.report = report
      self.head = head
      self.now = now
      self.took = took
      self.redactor = redactor
    }

    fileprivate var isSuccessStatus: Bool { (200..<300).contains(status) }
    /// HTTP 202 means that the response is still being prepared; for a mere request it is the acknowledgment.
    fileprivate func isNotReady(for grain: Grain) -> Bool { status == 202 && grain != .request }
    /// HTTP 206 contains a part of what was requested, though no part was requested.
    fileprivate var isPartial: Bool { status == 206 }
    /// The body's first byte that is not whitespace or a byte order mark.
    fileprivate var firstByte: UInt8? {
      let bytes = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
      return bytes.first { $0 > UInt8(ascii: " ") }
    }
    fileprivate var retryAfter: Duration? { headers["Retry-After"].flatMap { RetryAfter.delay($0, now: now) } }
  }

  package func verdict(on response: Facts) -> Verdict {
    let matching: VerdictRule?
    do throws(CatalogPatternTimeout) {
      matching = try rule(for: response)
    } catch {
      return timeout(error, response)
    }
    let said = said(response)
    if let rule = matching {
      guard rule.verdict == .rows else {
        return Verdict(kind(of: rule.verdict), said, hint: rule.hint, retryAfter: response.retryAfter)
      }
      return content(response, said)
    }
    guard response.isSuccessStatus else {
      let kind = kind(ofStatus: response)
      return Verdict(
        kind, said, retryAfter: response.retryAfter, isLate: kind == .tooLarge && response.status == 504,
        isUnknown: kind == .fatal)
    }
    if response.isNotReady(for: grain) {
      return Verdict(.retry, "\(said), the response is not ready", retryAfter: response.retryAfter)
    }
    if response.isPartial { return Verdict(.badBody, "\(said), the response is only a part") }
    if grain != .request, let error = response.report.error { return verdict(on: error, response) }
    guard isSuccess(response) else {
      guard response.report.code != nil else {
        let place = envelope.success?.at.joined(separator: ".") ?? ""
        let unknown = "\(said), but no value at `\(place)`, the path of its status"
        guard grain == .request else { return Verdict(.badBody, unknown) }
        // HTTP 202 is an acknowledgment by itself. Another try could make the vendor act twice.
        if response.status == 202 || isMarkup(response) { return content(response, said) }
        return Verdict(.fatal, unknown, isUnknown: true)
      }
      // An error reported after records: the response ended early. (A single object instead of a response counts as a
      // record, and is the rejection itself.)
      if response.report.records > 0, !envelope.records.isEmpty {
        return Verdict(.badBody, said, retryAfter: response.retryAfter)
      }
      // A code other than a status number, such as `false`, gives no reason: the failure may be temporary.
      let kind: Verdict.Kind = response.report.code.flatMap { Int($0) } == nil ? .retry : .fatal
      return Verdict(kind, said, retryAfter: response.retryAfter, isUnknown: true)
    }
    return content(response, said)
  }

  /// Records that the source has, judged by a response whether or not it is taken.
  ///
  /// A complete response counts with what it both holds and declares: one of the numbers may be wrong. Records in a
  /// response with an HTTP error status do not count: a server that fails may send an example, its cache, or rows of
  /// another request.
  package func recordsShown(by response: Facts) -> RecordEvidence {
    guard response.isSuccessStatus, grain != .request else { return RecordEvidence() }
    // One object in place of a list of records may be a failure report.
    if envelope.records.isEmpty, !isSuccess(response) { return RecordEvidence() }
    let report = response.report
    let records = report.records - report.unrecognized
    // Text that does not belong to the document casts doubt on all of it.
    if report.error?.kind == .malformed { return RecordEvidence() }
    guard report.error == nil, !response.isPartial else {
      return RecordEvidence(held: records, declared: max(report.declared ?? 0, 0))
    }
    return RecordEvidence(held: max(min(records, report.declared ?? records), 0))
  }

  /// A login without a token, well-formed and within HTTP 2xx, that reports a failure or gives a reason, and that no
  /// rule classifies.
  func isRejectedLogin(_ verdict: Verdict, status: Int, _ report: ParsedResponse) -> Bool {
    guard (200..<300).contains(status), report.error == nil else { return false }
    guard [.rows, .empty, .badBody].contains(verdict.kind) || verdict.kind == .retry && verdict.isUnknown else {
      return false
    }
    if let success = envelope.success, let code = report.code { return !success.anyOf.contains(code) }
    return report.message?.isEmpty == false
  }

  /// `HTTP 200 with `code` 403, the API reports "…"`
  func summary(of status: Int, _ report: ParsedResponse, redactor: SecretRedactor) -> String {
    said(Facts(status: status, report: report, now: Instant(seconds: 0), redactor: redactor))
  }

  /// Returns the verdict on an error without a complete response. `inBody` is true if its head had arrived.
  package func verdict(on error: TransportError, inBody: Bool, took: Duration) -> Verdict {
    switch error.kind {
    case .unreachable: return Verdict(.unreachable, error.description)
    case .untrusted: return Verdict(.untrusted, error.description)
    case .misconfigured: return Verdict(.fatal, error.description)
    case .redirected:
      return Verdict(.fatal, error.description, hint: "set `source.base_url` to the new URL if you trust it")
    case .absurd:
      return Verdict(
        .unreadable, error.description, hint: "check what the server sends; a part of the window would be the same")
    case .notRecorded: return Verdict(.unrecorded, error.description, hint: error.advice)
    case .late:
      return Verdict(
        grain == .event ? .tooLarge : .retry, error.description,
        hint: "Raise `source.timeout.total` if the server needs longer, or use a shorter `chunk`.", isLate: true)
    case .silent, .dropped, .cut, .garbled, .cancelled:
      if grain == .event, let time = limits.time, took >= time {
        return Verdict(
          .tooLarge, "\(error.description), after \(time.inWords), the limit for a response", isLate: true)
      }
      return Verdict(inBody ? .badBody : .retry, error.description)
    }
  }

  /// Returns the first rule that matches and is not contradicted by the content of the response.
  private func rule(for response: Facts) throws(CatalogPatternTimeout) -> VerdictRule? {
    let report = response.report
    let message = report.message?.prefix(ParsedResponse.maxMatched)
    let succeeded =
      response.isSuccessStatus && !response.isNotReady(for: grain) && !response.isPartial && isSuccess(response)
      && (report.error == nil || grain == .request)
    let bodyStatus = response.isSuccessStatus && !isSuccess(response) ? report.code.flatMap { Int($0) } : nil
    func matches(_ rule: VerdictRule, _ pattern: CatalogPattern?) throws(CatalogPatternTimeout) -> Bool {
      // A response that looks successful is reclassified only by its message, never by a status that success has too.
      if succeeded && rule.message == nil { return false }
      if !rule.statuses.isEmpty && !rule.statuses.contains(bodyStatus ?? response.status) { return false }
      if let pattern {
        guard let message, try pattern.firstMatch(in: message) != nil else { return false }
      }
      switch rule.verdict {
      // Existing rows contradict "empty". A body that cannot be trusted proves nothing, but plain text may explain a
      // matching HTTP status.
      case .empty:
        guard let error = report.error else { return report.records == 0 }
        // HTTP has a status for a response without a body.
        if response.status == 204 { return response.head.isEmpty }
        return report.records == 0 && error.kind == .malformed && !response.isSuccessStatus && !isMarkup(response)
      case .rows: return report.error == nil || grain == .request
      default: return true
      }
    }
    for (rule, pattern) in rules where try matches(rule, pattern) { return rule }
    return nil
  }

  /// Returns the verdict on a response that declares success.
  private func content(_ response: Facts, _ said: String) -> Verdict {
    let report = response.report
    if grain == .request {
      // An acknowledgment without a declared status may have any text, but a web page is a response of another server.
      return isMarkup(response) ? webPage(response) : Verdict(.rows, said)
    }
    guard report.hasRecords || report.declared == 0 || report.total == 0 else {
      let place =
        envelope.records.isEmpty
        ? "no array of records" : "no records at `\(envelope.records.joined(separator: "."))`"
      return Verdict(.badBody, "\(said), but \(place)")
    }
    if let problem = report.declaredProblem, let count = envelope.declared {
      if case .timeout(let error) = problem { return timeout(error, response) }
      let words = problem.description(at: count.at, redactor: response.redactor)
      if case .impossible = problem { return Verdict(.badBody, "\(said), but \(words)") }
      if count.isRequired { return Verdict(.badBody, "\(said), but \(words), and the catalog requires it") }
    }
    if report.records > 0, report.unrecognized == report.records {
      let sample = SanitizedText(
        report.unrecognizedSample, limit: 100, redactor: response.redactor,
        cut: report.isUnrecognizedSampleCut ? .end : []
      ).text
      return Verdict(.badBody, "\(said), but none of its records has a field of this report; the first is `\(sample)`")
    }
    if let cap = limits.records {
      let held = response.recordsBefore + report.records
      if held >= cap {
        let what = hasPages ? "the pages have" : "the response has"
        return Verdict(.tooLarge, "\(what) \(held) records, the API's limit is \(cap), and it may be truncated")
      }
      if let total = report.total, total >= cap {
        return Verdict(.tooLarge, "the source declares \(total) records, and the API's limit is \(cap)")
      }
    }
    if let declared = report.declared, declared != report.records {
      let detail = "the response declares \(declared) records but contains \(report.records)"
      return Verdict(declared > report.records && grain == .event ? .tooLarge : .badBody, detail)
    }
    return report.records == 0 ? Verdict(.empty, "\(said), no records") : Verdict(.rows, said)
  }

  private func verdict(on error: BodyError, _ response: Facts) -> Verdict {
    let detail = SanitizedText(error.description, redactor: response.redactor).text
    if error.kind == .tooLarge { return Verdict(.tooLarge, detail) }
    if error.kind == .beyondLimits { return Verdict(.unreadable, "HTTP \(response.status), but \(detail)") }
    return isMarkup(response) ? webPage(response) : Verdict(.badBody, "HTTP \(response.status), but \(detail)")
  }

  private func timeout(_ error: CatalogPatternTimeout, _ response: Facts) -> Verdict {
    Verdict(.fatal, "HTTP \(response.status), and \(error)", hint: "correct the catalog")
  }

  private func webPage(_ response: Facts) -> Verdict {
    Verdict(.badBody, "HTTP \(response.status), but the response is a web page, not JSON")
  }

  private func isMarkup(_ response: Facts) -> Bool { response.firstByte == UInt8(ascii: "<") }

  private func isSuccess(_ response: Facts) -> Bool {
    guard let success = envelope.success else { return true }
    if let code = response.report.code { return success.anyOf.contains(code) }
    // A response that is only the list of its records has no status value.
    return envelope.records.isEmpty && response.firstByte == UInt8(ascii: "[")
  }

  private func kind(of rule: VerdictKind) -> Verdict.Kind {
    switch rule {
    case .rows: .rows
    case .empty: .empty
    case .busy: .busy
    case .retry: .retry
    case .expired: canLogIn ? .expired : .denied
    case .tooLarge: .tooLarge
    case .quota: .quota
    case .resting: .resting
    case .denied: .denied
    case .fatal: .fatal
    }
  }

  private func kind(ofStatus response: Facts) -> Verdict.Kind {
    switch response.status {
    case 401 where canLogIn: return .expired
    case 401, 403: return .denied
    case 413: return .tooLarge
    case 429: return .busy
    case 504 where grain == .event:
      // A gateway timeout after about the API's response time limit means that the server had too much to do.
      if let time = limits.time, response.took >= time / 2 { return .tooLarge }
      return .retry
    case 408, 500...599: return .retry
    default: return .fatal
    }
  }

  /// A text such as `HTTP 200 with code 403, the API reports "…"`
  private func said(_ response: Facts) -> String {
    var detail = "HTTP \(response.status)"
    if response.isSuccessStatus, !isSuccess(response), let code = response.report.code {
      detail +=
        " with `\(envelope.success?.at.joined(separator: ".") ?? "")` \(SanitizedText(code, limit: 40, redactor: response.redactor))"
    }
    guard let message = response.report.message, !message.isEmpty else { return detail }
    let shown = SanitizedText(
      message, redactor: response.redactor, cut: response.report.isMessageCut ? .end : []
    ).text
    return shown.isEmpty ? detail : "\(detail), the API reports \"\(shown)\""
  }
}
