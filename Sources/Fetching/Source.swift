package import Declarations
package import Planning
package import Records
import Storage
import Synchronization

/// A client for one report, window by window, with pacing, authentication, token lease, classification and retries.
package actor Source {
  package static let errorBodyLimit = 64 * 1_024

  /// The requests as they may be shown.
  package nonisolated let requests: RequestBuilder
  private nonisolated let declaration: SourceDeclaration
  private nonisolated let zone: ZoneRules
  private nonisolated let transport: any Transport
  private nonisolated let clock: any Timekeeper
  private nonisolated let jitter: @Sendable () -> Double
  private nonisolated let lease: TokenLease?
  private nonisolated let onEvent: @Sendable (FetchEvent) -> Void
  /// The holder reported last, so that two processes that alternate are not reported at each request.
  private nonisolated let toldHolder = Mutex<String?>(nil)

  private let judge: Judge
  /// Knows all secrets, with the token of a login.
  package private(set) var redactor: SecretRedactor
  private var token: Secret?
  private var lastEnd: Duration?
  /// Counts so far.
  package private(set) var counts = FetchCounts()

  /// `jitter` returns numbers from 0 up to, but not including, 1; without a `lease`, the token is used without a lock.
  package init(
    _ declaration: SourceDeclaration, zone: ZoneRules, transport: any Transport, clock: any Timekeeper,
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
    self.judge = try Judge(declaration)
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
  package nonisolated(nonsending) func fetch(
    _ window: Window, consume: nonisolated(nonsending) (Answer) async throws -> AnswerReport
  ) async throws -> WindowOutcome {
    // Inconsistent pages are all fetched again; a single page has its own tries.
    var course = RetryCourse(declaration.retry, jitter: jitter)
    var rounds = 0
    while true {
      do {
        return try await pages(of: window, round: rounds, consume: consume)
      } catch let broken as BrokenPages {
        rounds += 1
        let verdict = Verdict(.badBody, broken.reason)
        try await follow(course.step(after: verdict, at: clock.elapsed), verdict, at: window, attempts: rounds)
      }
    }
  }

  /// All pages once. `round`: how often they were read in vain.
  private nonisolated(nonsending) func pages(
    of window: Window, round: Int, consume: nonisolated(nonsending) (Answer) async throws -> AnswerReport
  ) async throws -> WindowOutcome {
    var progress = PageProgress(declaration)
    while true {
      let (verdict, answer) = try await page(progress.page, of: window, round: round, consume: consume)
      guard let answer, verdict.kind != .tooLarge else {
        return .tooLarge(verdict.isLate ? nil : progress.receipt(with: answer), reason: verdict.reason)
      }
      if let outcome = try progress.take(answer, verdict) { return outcome }
    }
  }

  /// Sends requests for a page until a response is accepted, exceeds one response, or fails finally.
  private nonisolated(nonsending) func page(
    _ page: Page, of window: Window, round: Int,
    consume: nonisolated(nonsending) (Answer) async throws -> AnswerReport
  ) async throws -> (Verdict, PageAnswer?) {
    var course = RetryCourse(declaration.retry, jitter: jitter)
    var hasRenewedLogin = false
    var attempt = round
    while true {
      attempt += 1
      var (verdict, answer) = try await self.attempt(attempt, at: window, page, consume: consume)
      switch verdict.kind {
      case .rows where answer != nil, .empty where answer != nil: return (verdict, answer)
      case .tooLarge where declaration.report.grain == .event: return (verdict, answer)
      case .expired where !hasRenewedLogin:
        hasRenewedLogin = true
        await forgetToken()
        continue
      default: break
      }
      if page.number > 1 { verdict.reason = "page \(page.number): \(verdict.reason)" }
      try await follow(course.step(after: verdict, at: clock.elapsed), verdict, at: window, attempts: attempt)
    }
  }

  /// Waits for the next attempt, or throws what the last one has led to.
  private nonisolated(nonsending) func follow(
    _ step: RetryCourse.Step, _ verdict: Verdict, at window: Window, attempts: Int
  ) async throws {
    guard case .wait(var delay) = step else {
      throw FetchFailure(source: declaration, zone: zone, now: clock.now)
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
    consume: nonisolated(nonsending) (Answer) async throws -> AnswerReport
  ) async throws -> (Verdict, PageAnswer?) {
    try Task.checkCancellation()
    if !isReplay, let rest = await pauseLeft(at: clock.elapsed) { try await clock.sleep(for: rest) }
    let lock: (any FileLock)?
    do {
      lock = try await lease?.acquire(clock: clock) { holder in
        let isNews = toldHolder.withLock { told in
          guard told != holder, told == nil || holder != TokenLease.unnamed else { return false }
          told = holder
          return true
        }
        if isNews { onEvent(.leaseHeldBy(holder)) }
      }
    } catch let error as StorageError {
      throw LeaseError(cause: error)
    }
    let result: Result<(Verdict, PageAnswer?), any Error>
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
    consume: nonisolated(nonsending) (Answer) async throws -> AnswerReport
  ) async throws -> (Verdict, PageAnswer?) {
    if let failure = try await logInIfNeeded() { return (failure, nil) }
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
    let incoming: IncomingAnswer
    do {
      incoming = try await transport.send(request, timeouts: declaration.timeouts)
    } catch {
      try stopIfCancelled(error)
      return (await verdict(on: error, inBody: false, took: clock.elapsed - started), nil)
    }
    requestedAt = incoming.requestedAt ?? requestedAt
    let meter = BodyMeter()
    let isSuccess = (200..<300).contains(incoming.status)
    let body = (isSuccess ? incoming.body : incoming.body.limited(to: Source.errorBodyLimit)).measured(by: meter)
    var report = AnswerReport()
    do {
      report = try await consume(
        Answer(
          window: window, requestedAt: requestedAt, status: incoming.status, headers: incoming.headers, body: body,
          attempt: number, page: page.number, redactor: request.redactor))
    } catch let error as TransportError {
      try stopIfCancelled(error)
      await noteBytes(meter.bytes)
      return (await verdict(on: error, inBody: true, took: clock.elapsed - started), nil)
    }
    try Task.checkCancellation()
    await noteBytes(meter.bytes)
    let took = clock.elapsed - started
    // The body's own failure counts, regardless of its reader's findings.
    if let failure = meter.failure { return (await verdict(on: failure, inBody: true, took: took), nil) }
    if !meter.ended, report.fault == nil { report.fault = BodyFault(.cut, "the response was not read completely") }
    let verdict = await verdict(
      on: incoming.status, headers: incoming.headers, report: report, head: meter.head, took: took, page: page)
    var receipt = RequestReceipt(
      window: window, status: incoming.status, rows: report.records, declared: report.declared,
      bytes: max(report.bytes, meter.bytes), requestedAt: requestedAt, took: took)
    receipt.serverTime = incoming.headers["date"].flatMap(HTTPDate.instant)
    return (verdict, PageAnswer(report: report, receipt: receipt, url: request.url, redactor: request.redactor))
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
      var report = AnswerReport()
      if case .report(let found) = result { report = found }
      return await verdict(onLogin: incoming, report: report, head: meter.head, took: clock.elapsed - started)
    } catch let error as TransportError {
      try stopIfCancelled(error)
      var verdict = await verdict(on: error, inBody: false, took: .zero)
      // A slow login is not a reason to split a window.
      if verdict.kind == .tooLarge { verdict.kind = .retry }
      verdict.reason = "login: \(verdict.reason)"
      return verdict
    }
  }

  private nonisolated func stopIfCancelled(_ error: TransportError) throws {
    if error.kind == .cancelled || Task.isCancelled { throw CancellationError() }
  }
}

// MARK: - State

extension Source {
  private func verdict(on error: TransportError, inBody: Bool, took: Duration) -> Verdict {
    judge.verdict(on: error, inBody: inBody, took: took)
  }

  private func verdict(
    on status: Int, headers: AnswerHeaders, report: AnswerReport, head: [UInt8], took: Duration, page: Page = .first
  ) -> Verdict {
    judge.verdict(
      on: Judge.Facts(
        status: status, headers: headers, report: report, head: head, now: clock.now, took: took,
        recordsBefore: page.recordsBefore, redactor: redactor))
  }

  /// A login has no rows: the rules and the status decide, success without a token is a failure, and a rejection is
  /// final.
  private func verdict(
    onLogin answer: IncomingAnswer, report: AnswerReport, head: [UInt8], took: Duration
  ) -> Verdict {
    var verdict = verdict(on: answer.status, headers: answer.headers, report: report, head: head, took: took)
    let isSuccess = (200..<300).contains(answer.status)
    switch verdict.kind {
    case .expired:
      // The catalog's advice for an expired token does not help with a wrong password.
      verdict.kind = .denied
      verdict.hint = nil
    case .fatal where isSuccess: verdict.kind = .denied
    case .rows, .empty, .tooLarge, .badBody, .unreadable:
      verdict = Verdict(.retry, "HTTP \(answer.status), but the response has no token", hint: verdict.hint)
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
