import ConfigurationFiles
import Records

/// Determines the response to each request: the catalog's routes, credentials, limits and faults, then the rows.
struct SandboxService: Sendable {
  private let systems: [CatalogSystem]
  private let options: SandboxOptions
  private let table: RouteTable
  private let registry: TokenRegistry

  init(systems: [CatalogSystem], options: SandboxOptions) {
    self.systems = systems
    self.options = options
    table = RouteTable(systems, options: options)
    registry = TokenRegistry(lifetime: options.tokenLifetime, seed: options.seed)
  }

  /// Returns the response, and the delay before it.
  func response(_ request: ReceivedRequest) -> (response: SandboxResponse, delay: Duration) {
    var name: String?
    var delay = Duration.zero
    let response: SandboxResponse
    switch table.find(request) {
    case .route(let route, let captures):
      switch route.purpose {
      case .login(let login):
        response = self.login(request, route, login)
      case .report(let report, let data):
        name = "\(route.system.name)/\(report.name)"
        let call = ReportCall(system: route.system, report: report, data: data, route: route, captures: captures)
        response = self.response(request, call, &delay)
      }
    case .unknownReport(let system):
      response = SandboxResponse(
        [.fatal], rules: system.verdicts, envelope: system.envelope, preferring: 400, words: ["exist", "report"],
        reason: "no report of \(system.name) has this query; GET / lists the reports")
    case .wrongMethod(let allowed):
      response = SandboxResponse(status: 405, reason: "this path expects \(allowed), found \(request.method)")
    case .ambiguous(let names):
      let bases = names.map { "/\($0)" }.joined(separator: ", ")
      response = SandboxResponse(
        status: 404, reason: "several systems have this request; put one of \(bases) before it")
    case .nothing:
      let isIndex = request.path == "/" || systems.contains { ["/\($0.name)", "/\($0.name)/"].contains(request.path) }
      response =
        isIndex && request.method == "GET"
        ? SandboxResponse(status: 200, text: index(host: request.headers["host"]))
        : SandboxResponse(status: 404, reason: "unknown path \(request.path); GET / lists the reports")
    }
    report(request, name, response)
    return (response, delay)
  }

  private func login(_ request: ReceivedRequest, _ route: Route, _ login: LoginMethod) -> SandboxResponse {
    let basic = login.basic.map { Credentials.captures(in: request, by: $0) } ?? [:]
    guard case .values(let values) = route.bind(request), let basic,
      options.refusedTokens.isDisjoint(with: Array(values.values) + basic.values)
    else {
      return SandboxResponse(
        [.denied, .expired], rules: route.system.verdicts, envelope: route.system.envelope, preferring: 401,
        reason: "the user name or the password is wrong")
    }
    var text = EnvelopeTemplate()
    text.putOutcome(route.system.envelope)
    text.put(registry.issue(), at: login.tokenPath)
    text.finish()
    return SandboxResponse(status: 200, json: text.prefix)
  }

  private func response(_ request: ReceivedRequest, _ call: ReportCall, _ delay: inout Duration) -> SandboxResponse {
    let methods = call.system.auth
    let credentials = Credentials(request, methods: methods, registry: registry, refusedTokens: options.refusedTokens)
    let token: String
    switch credentials {
    case .accepted(let accepted): token = accepted
    case .expired: return call.refusal([.expired], preferring: 401, reason: "the token has expired; log in again")
    case .refused: return call.refusal([.denied], preferring: 403, reason: "the token is wrong")
    case .missing: return call.refusal([.denied, .expired], preferring: 401, reason: "a token is missing")
    }
    let limits = call.report.limits
    guard registry.call(token, limit: limits.callsPerDay) else {
      return call.refusal([.quota], reason: "the day's \(limits.callsPerDay ?? 0) calls are used up")
    }
    guard let slot = registry.enter(token, limit: limits.inFlight) else {
      return call.refusal([.busy], reason: "more than \(limits.inFlight ?? 0) concurrent requests with one token")
    }
    let fault = options.faults.fault(ofResponse: registry.nextResponse())
    switch fault {
    case .verdict(let verdict): return call.refusal([verdict], reason: "a requested fault")
    case .status(let status, let retryAfter):
      var response = SandboxResponse(status: status, text: "a requested fault\n")
      if let retryAfter { response.headers.append(("Retry-After", retryAfter)) }
      return response
    case .html:
      return SandboxResponse(
        status: 200, text: "<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>\n",
        type: "text/html; charset=utf-8")
    case .delay(let duration): delay = duration
    default: break
    }
    return call.response(request, fault: fault, slot: slot)
  }

  private func report(_ request: ReceivedRequest, _ name: String?, _ response: SandboxResponse) {
    guard let onExchange = options.onExchange else { return }
    let rows: Int? = if case .records(let stream) = response.body { stream.rows.remaining } else { nil }
    onExchange(
      SandboxExchange(
        method: request.method, target: request.target, report: name, status: response.status, rows: rows))
  }

  private func index(host: String?) -> String {
    var lines = ["This sandbox serves these systems with generated rows. Base URLs, and the reports of each:"]
    for system in systems {
      lines += ["", "http://\(host ?? "127.0.0.1")/\(system.name)    \(system.title)"]
      for report in system.reports {
        let request = "\(report.request.method) \(report.request.path)"
        lines.append("  \(system.name)/\(report.name)    \(request)    \(report.title)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension SandboxResponse {
  /// Creates a response of the sandbox itself, for cases that are not specific to a vendor.
  init(status: Int, reason: String) {
    self.init(status: status, json: Array("{\"message\":".utf8) + reason.jsonText() + Array("}\n".utf8))
  }
}
