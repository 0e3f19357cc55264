import ConfigurationFiles

/// A response of the sandbox.
struct SandboxResponse: Sendable {
  var status: Int
  var headers: [(name: String, value: String)] = [("Content-Type", "application/json; charset=utf-8")]
  var body: Body

  enum Body: Sendable {
    case bytes([UInt8])
    case records(RecordStream)
  }

  init(status: Int, json: [UInt8]) {
    self.status = status
    body = .bytes(json)
  }

  init(status: Int, text: String, type: String = "text/plain; charset=utf-8") {
    self.status = status
    headers = [("Content-Type", type)]
    body = .bytes(Array(text.utf8))
  }

  init(_ stream: RecordStream) {
    status = 200
    body = .records(stream)
  }
}

extension SandboxResponse {
  /// Creates the response that a system's rules describe for a verdict, or for the next of several that has a rule.
  ///
  /// Of several rules, the first with the status in `preferring` is used, else the first whose sample contains one of
  /// `words`, else, if there are such words, one that matches any message. Without a rule: the usual HTTP status of
  /// the case. Without a sample: `reason`.
  init(
    _ verdicts: [VerdictKind], rules: [VerdictRule], envelope: Envelope, preferring status: Int? = nil,
    words: [String] = [], reason: String
  ) {
    let fitting = verdicts.flatMap { verdict in rules.filter { $0.verdict == verdict } }
    let rule =
      fitting.first { rule in status.map(rule.statuses.contains) ?? false }
      ?? fitting.first { rule in words.contains { (rule.sample ?? "").lowercased().contains($0) } }
      ?? fitting.first { $0.message == nil && !words.isEmpty }
      ?? fitting.first
    let usual = SandboxResponse.usualStatus(of: rule?.verdict ?? verdicts.first ?? .fatal)
    let statuses = rule?.statuses ?? []
    let sent = status.flatMap { statuses.contains($0) ? $0 : nil } ?? statuses.first ?? status ?? usual
    var text = EnvelopeTemplate()
    // A rule over the message alone: for the vendor the call went well.
    let isSuccess = verdicts == [.empty] && statuses.isEmpty
    text.putOutcome(envelope, failure: isSuccess ? nil : sent)
    text.put(rule?.sample ?? reason, at: envelope.message ?? ["message"])
    if isSuccess && !envelope.records.isEmpty { text.put(Array("[]".utf8), at: envelope.records) }
    text.finish()
    self.init(status: sent, json: text.prefix)
  }

  private static func usualStatus(of verdict: VerdictKind) -> Int {
    switch verdict {
    case .rows, .empty: 200
    case .busy, .quota: 429
    case .retry, .resting: 503
    case .expired, .denied: 401
    case .tooLarge: 413
    case .fatal: 400
    }
  }
}
