package import ConfigurationFiles
package import Planning
package import Records
import Storage
import Synchronization

/// A client for one report, window by window, with pacing, authentication, token lease, classification and retries.
package actor ReportClient {
  package static let errorBodyLimit = 64 * 1_024
  /// The number of pages of a window after which the progress is reported each time.
  package static let pagesPerReport = 100

  /// The requests as they may be shown.
  package nonisolated let requests: RequestBuilder
  private nonisolated let declaration: SourceDeclaration
  private nonisolated let zone: TimeZoneTransitions
  private nonisolated let transport: any Transport
  private nonisolated let clock: any WallClock
  private nonisolated let jitter: @Sendable () -> Double
  private nonisolated let lease: TokenLease?
  private nonisolated let onEvent: @Sendable (FetchEvent) -> Void
  /// The holder reported last, so that two processes that alternate are not reported at each request.
  private nonisolated let reportedHolder = Mutex<String?>(nil)

  private let classifier: ResponseClassifier
  /// Knows all secrets, with the token of a login.
  package private(set) var redactor: SecretRedactor
  private var token: Secret?
  private var lastEnd: Duration?
  /// Counts so far.
  package private(set) var counts = FetchCounts()

  /// `jitter` returns numbers from 0 up to, but not including, 1; without a `lease`, the token is used without a lock.
  package init(
    _ declaration: SourceDeclaration, zone: TimeZoneTransitions, transport: any Transport, clock: any WallClock,
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }, lease: TokenLease? = nil,
    onEvent: @escaping @Sendable (FetchEvent) -> Void = { _ in }
  ) throws(FetchError) {
    self.declaration = declaration
    self.zone = zone
    self.requests = RequestBuilder(declaration, zone: zone)
    self.transport = transport
    self.clock = clock
    self.jitter = jitter
    self.lease = transport.isReplay ? nil : lease
    self.onEvent = onEvent
    self.classifier = try ResponseClassifier(declaration)
    self.redactor = SecretRedactor(Array(declaration.secrets.values) + requests.encodedCredentials)
  }

  /// True if responses come from a recording.
  package nonisolated var isReplay: Bool { transport.isReplay }

  /// Returns the windows to request first: the given ones or, in a replay, the recorded ones instead.
  package nonisolated func arranged(_ windows: [Window]) -> [Window] {
    windows.flatMap { recordedWindows(within: $0) ?? [$0] }
  }

  /// In a replay, returns the windows that were recorded instead of `window`, in order; nil if the window itself was
  /// recorded.
  package nonisolated func recordedWindows(within window: Window) -> [Window]? {
    transport.recordedWindows(within: window, of: requests.anonymousRequest(for: window))
  }

  /// Fetches a window, page by page if it has pages, until it is complete or the failure is final.
  ///
  /// `consume` is called once per attempt, must read the body completely, and returns its findings. It first rolls
  /// back an earlier attempt at the page, and at the first page all earlier attempts. Its errors end the fetch
  /// unchanged, except the body's own `TransportError`, which is a failed attempt. Throws `FetchError`, `LeaseError`
  /// if the lease is unavailable, and `CancellationError` as soon as the task is canceled.
  ///
  /// `retriesStall`: a response that does not come in time is requested once more before its window counts as too
  /// large.
  package nonisolated(nonsending) func fetch(
    _ window: Window, retriesStall: Bool = true,
    consume: nonisolated(nonsending) (Response) async throws -> ParsedResponse
  ) async throws -> WindowOutcome {
    // Inconsistent pages are all fetched again; a single page has its own tries.
    var schedule = RetrySchedule(declaration.retry, jitter: jitter)
    var rounds = 0
    var evidence = EvidenceCheck()
    while true {
      do {
        let outcome = try await pages(
          of: window, round: rounds, retriesStall: retriesStall, &evidence, consume: consume)
        guard let records = outcome.records, let contradiction = evidence.contradiction(by: records) else {
          return outcome
        }
        throw InconsistentPagesError(contradiction.reason, isFinal: contradiction.isFinal)
      } catch let broken as InconsistentPagesError {
        rounds += 1
        let verdict = Verdict(.badBody, broken.reason)
        let step = broken.isFinal ? .final : schedule.step(after: verdict, at: clock.elapsed)
        try await follow(step, verdict, at: window, attempts: rounds)
      }
    }
  }

  /// All pages once. `round`: how often they were read in vain.
  private nonisolated(nonsending) func pages(
    of window: Window, round: Int, retriesStall: Bool, _ evidence: inout EvidenceCheck,
    consume: nonisolated(nonsending) (Response) async throws -> ParsedResponse
  ) async throws -> WindowOutcome {
    var progress = PagedFetch(declaration)
    while true {
      let page = progress.page
      let attempt = try await self.page(page, of: window, round: round, retriesStall: retriesStall, consume: consume)
      guard let response = attempt.response, attempt.verdict.kind != .tooLarge else {
        let receipt = attempt.verdict.isLate ? nil : progress.receipt(with: attempt.response)
        var shown = attempt.shown.following(page.recordsBefore)
        shown.add(RecordEvidence(declared: receipt?.declared ?? 0))
        return .tooLarge(receipt, reason: attempt.verdict.reason, shown: shown)
      }
      // Only of the first page is it known that no other page repeats its records.
      if page.number == 1, declaration.report.paging != nil {
        evidence.note(RecordEvidence(held: response.report.records))
      }
      if let outcome = try progress.take(response, attempt.verdict) { return outcome }
      if page.number.isMultiple(of: ReportClient.pagesPerReport) {
        onEvent(.pages(window, pages: page.number, records: progress.page.recordsBefore))
      }
    }
  }

  /// Sends requests for a page until a response is accepted, exceeds one response, or fails finally.
  private nonisolated(nonsending) func page(
    _ page: Page, of window: Window, round: Int, retriesStall: Bool,
    consume: nonisolated(nonsending) (Response) async throws -> ParsedResponse
  ) async throws -> PageAttempt {
    var schedule = RetrySchedule(declaration.retry, jitter: jitter)
    var evidence = EvidenceCheck()
    var hasRenewedLogin = false
    var hasRetriedStall = !retriesStall
    var number = round
    while true {
      number += 1
      var attempt = try await self.attempt(number, at: window, page, consume: consume)
      switch attempt.verdict.kind {
      case .rows where attempt.response != nil, .empty where attempt.response != nil:
        guard let contradiction = evidence.contradiction(by: attempt.response?.report.records ?? 0) else {
          return attempt
        }
        attempt.verdict = Verdict(.badBody, contradiction.reason)
        if contradiction.isFinal {
          try await follow(.final, attempt.verdict.named(page), at: window, attempts: number)
        }
      case .tooLarge where declaration.report.grain == .event:
        evidence.note(attempt.shown)
        attempt.shown = evidence.evidence
        guard attempt.verdict.isLate, !hasRetriedStall else { return attempt }
        // One slow response may be an accident, and a split would cost more than another try.
        hasRetriedStall = true
        attempt.verdict.kind = .retry
        let step = schedule.step(after: attempt.verdict, at: clock.elapsed)
        guard case .wait = step else {
          attempt.verdict.kind = .tooLarge
          return attempt
        }
        try await follow(step, attempt.verdict.named(page), at: window, attempts: number)
        continue
      case .expired where !hasRenewedLogin:
        hasRenewedLogin = true
        await forgetToken()
        continue
      default: evidence.note(attempt.shown)
      }
      let verdict = attempt.verdict.named(page)
      try await follow(schedule.step(after: verdict, at: clock.elapsed), verdict, at: window, attempts: number)
    }
  }

  /// Waits for the next attempt, or throws what the last one has led to.
  private nonisolated(nonsending) func follow(
    _ step: RetrySchedule.Step, _ verdict: Verdict, at window: Window, attempts: Int
  ) async throws {
    guard case .wait(var delay) = step else {
      throw FetchErrorBuilder(source: declaration, zone: zone, now: clock.now)
        .error(on: verdict, at: window, attempts: attempts, end: step)
    }
    // A recorded response needs no waiting.
    if isReplay { delay = .zero }
    onEvent(.waiting(window, verdict: verdict, delay: delay, until: clock.now + delay))
    if delay > .zero { try await clock.sleep(for: delay) }
  }

  /// One request, or the login before it, and what it means. The lease is held from the login to the body's end.
  private nonisolated(nonsending) func attempt(
    _ number: Int, at window: Window, _ page: Page,
    consume: nonisolated(nonsending) (Response) async throws -> ParsedResponse
  ) async throws -> PageAttempt {
    try Task.checkCancellation()
    if !isReplay, let rest = await pauseLeft(at: clock.elapsed) { try await clock.sleep(for: rest) }
    let lock: (any FileLock)?
    do {
      lock = try await lease?.acquire(clock: clock) { holder in
        let isNews = reportedHolder.withLock { reported in
          guard reported != holder, reported == nil || holder != TokenLease.unnamed else { return false }
          reported = holder
          return true
        }
        if isNews { onEvent(.leaseHeldBy(holder)) }
      }
    } catch let error as StorageError {
      throw LeaseError(cause: error)
    }
    let result: Result<PageAttempt, any Error>
    do {
      result = .success(try await exchange(number, at: window, page, consume: consume))
    } catch {
      result = .failure(error)
    }
    lock?.unlock()
    await noteEnd(at: clock.elapsed)
    return try result.get()
  }

  private nonisolated(nonsending) func exchange(
    _ number: Int, at window: Window, _ page: Page,
    consume: nonisolated(nonsending) (Response) async throws -> ParsedResponse
  ) async throws -> PageAttempt {
    if let failure = try await logInIfNeeded() { return PageAttempt(verdict: failure) }
    var request =
      isReplay
      ? try requests.anonymousRequest(for: window, page: page)
      : try requests.request(for: window, page: page, token: await token)
    onEvent(.sending(window, page: page.number, attempt: number))
    let started = clock.elapsed
    var requestedAt = clock.now
    request.sentAt = requestedAt
    request.redactor = await redactor
    await noteCall(isRetry: number > 1)
    let incoming: IncomingResponse
    do {
      incoming = try await transport.send(request, timeouts: declaration.timeouts)
    } catch {
      try stopIfCancelled(error)
      return PageAttempt(verdict: await verdict(on: error, inBody: false, took: clock.elapsed - started))
    }
    requestedAt = incoming.requestedAt ?? requestedAt
    let meter = BodyMeter()
    let isSuccess = (200..<300).contains(incoming.status)
    let body = (isSuccess ? incoming.body : incoming.body.limited(to: ReportClient.errorBodyLimit)).measured(by: meter)
    var report = ParsedResponse()
    do {
      report = try await consume(
        Response(
          window: window, requestedAt: requestedAt, status: incoming.status, headers: incoming.headers, body: body,
          attempt: number, page: page.number, redactor: request.redactor))
    } catch let error as TransportError {
      try stopIfCancelled(error)
      await noteBytes(meter.bytes)
      return PageAttempt(verdict: await verdict(on: error, inBody: true, took: clock.elapsed - started))
    }
    try Task.checkCancellation()
    await noteBytes(meter.bytes)
    let took = clock.elapsed - started
    // The body's own failure counts, regardless of its reader's findings.
    if let failure = meter.failure {
      try stopIfCancelled(failure)
      report.error = report.error ?? BodyError(.cut, failure.description)
      return PageAttempt(
        verdict: await verdict(on: failure, inBody: true, took: took),
        shown: await recordsShown(in: report, status: incoming.status, head: meter.head))
    }
    if !meter.ended, report.error == nil { report.error = BodyError(.cut, "the response was not read completely") }
    let verdict = await verdict(
      on: incoming.status, headers: incoming.headers, report: report, head: meter.head, took: took, page: page)
    var receipt = RequestReceipt(
      window: window, status: incoming.status, rows: report.records, declared: report.declared,
      bytes: max(report.bytes, meter.bytes), requestedAt: requestedAt, took: took)
    receipt.digest = report.digest
    if let date = incoming.headers["date"] {
      receipt.serverTime = HTTPDate.instant(date)
      if receipt.serverTime == nil {
        receipt.unreadableDate = SanitizedText(date, limit: 40, redactor: request.redactor).text
      }
    }
    return PageAttempt(
      verdict: verdict,
      response: PageResponse(report: report, receipt: receipt, url: request.url, redactor: request.redactor),
      shown: await recordsShown(in: report, status: incoming.status, head: meter.head))
  }

  /// Gets a token by login if one is needed; returns the failure.
  private nonisolated(nonsending) func logInIfNeeded() async throws -> Verdict? {
    guard case .login(let login) = declaration.auth, !isReplay, await token == nil else { return nil }
    var request = try requests.login(login)
    request.redactor = await redactor
    let started = clock.elapsed
    await noteLogin()
    do {
      let incoming = try await transport.send(request, timeouts: declaration.timeouts)
      let meter = BodyMeter()
      let result = try await Login.read(
        incoming.body.limited(to: Login.bodyLimit).measured(by: meter), tokenPath: login.tokenPath,
        envelope: declaration.report.envelope)
      if case .token(let token) = result, (200..<300).contains(incoming.status) {
        await accept(token)
        onEvent(.loggedIn)
        return nil
      }
      var report = ParsedResponse()
      if case .report(let found) = result { report = found }
      return await verdict(onLogin: incoming, report: report, head: meter.head, took: clock.elapsed - started)
    } catch let error as TransportError {
      try stopIfCancelled(error)
      var verdict = await verdict(on: error, inBody: false, took: .zero)
      // A slow login is not a reason to split a window or to use shorter ones.
      if verdict.kind == .tooLarge { verdict.kind = .retry }
      verdict.isLate = false
      verdict.hint = nil
      verdict.reason = "login: \(verdict.reason)"
      return verdict
    }
  }

  private nonisolated func stopIfCancelled(_ error: TransportError) throws {
    if error.kind == .cancelled || Task.isCancelled { throw CancellationError() }
  }
}

// MARK: - State

extension ReportClient {
  private func verdict(on error: TransportError, inBody: Bool, took: Duration) -> Verdict {
    classifier.verdict(on: error, inBody: inBody, took: took)
  }

  private func verdict(
    on status: Int, headers: ResponseHeaders, report: ParsedResponse, head: [UInt8], took: Duration, page: Page = .first
  ) -> Verdict {
    classifier.verdict(
      on: ResponseClassifier.Facts(
        status: status, headers: headers, report: report, head: head, now: clock.now, took: took,
        recordsBefore: page.recordsBefore, redactor: redactor))
  }

  private func recordsShown(in report: ParsedResponse, status: Int, head: [UInt8]) -> RecordEvidence {
    classifier.recordsShown(by: ResponseClassifier.Facts(status: status, report: report, head: head, now: clock.now))
  }

  /// A login has no rows: the rules and the status decide, success without a token is a failure, and a rejection is
  /// final.
  private func verdict(
    onLogin response: IncomingResponse, report: ParsedResponse, head: [UInt8], took: Duration
  ) -> Verdict {
    var verdict = verdict(on: response.status, headers: response.headers, report: report, head: head, took: took)
    let isSuccess = (200..<300).contains(response.status)
    switch verdict.kind {
    case .expired:
      // The catalog's advice for an expired token does not help with a wrong password.
      verdict.kind = .denied
      verdict.hint = nil
    case .fatal where isSuccess: verdict.kind = .denied
    // Repeating a login that was rejected may lock the account.
    case _ where classifier.isRejectedLogin(verdict, status: response.status, report):
      verdict = Verdict(.denied, classifier.summary(of: response.status, report, redactor: redactor))
    case .rows, .empty, .tooLarge, .badBody, .unreadable:
      verdict = Verdict(.retry, "HTTP \(response.status), but the response has no token", hint: verdict.hint)
    default: break
    }
    verdict.reason = "login: \(verdict.reason)"
    return verdict
  }

  private func accept(_ token: Secret) {
    self.token = token
    redactor.add(token)
  }

  private func forgetToken() {
    token = nil
  }

  private func noteLogin() {
    counts.logins += 1
  }

  private func noteCall(isRetry: Bool) {
    counts.calls += 1
    if isRetry { counts.retries += 1 }
  }

  private func noteBytes(_ bytes: Int) {
    counts.bytes += bytes
  }

  private func noteEnd(at elapsed: Duration) {
    lastEnd = elapsed
  }

  /// The remaining pause between two requests; nil if there is none.
  private func pauseLeft(at elapsed: Duration) -> Duration? {
    guard let lastEnd, elapsed - lastEnd < declaration.pause else { return nil }
    return declaration.pause - (elapsed - lastEnd)
  }
}
