import Declarations
import Foundation

/// One thing that the sandbox answers: a report, or a login.
struct Route: Sendable {
  enum Purpose: Sendable {
    case report(CatalogReport, SandboxData)
    /// The keys under which the answer has the token.
    case login(tokenPath: [String])
  }

  let system: CatalogSystem
  let request: RequestTemplate
  let purpose: Purpose

  /// Query items without tokens: they tell apart what has the same path.
  var fixedQuery: [(name: String, value: String)] {
    request.query.filter { $0.value.tokens.isEmpty }.map { ($0.name, $0.value.rendered { _ in "" }) }
  }
}

/// Finds what a request asks for, from the catalog's request templates alone.
struct RouteTable: Sendable {
  private let systems: [CatalogSystem]
  private let routes: [Route]

  enum Finding: Sendable {
    /// A route and the values of its path's tokens.
    case route(Route, [String: String])
    /// The path is known, but no report has such a query; the system says how it answers that.
    case unknownReport(CatalogSystem)
    case wrongMethod(allowed: String)
    /// The root speaks for all systems, and several of them know the request.
    case ambiguous([String])
    case nothing
  }

  init(_ systems: [CatalogSystem], options: SandboxOptions) {
    self.systems = systems
    routes = systems.flatMap { system -> [Route] in
      let reports = system.reports.map { report in
        Route(
          system: system, request: report.request,
          purpose: .report(report, SandboxData(system: system, report: report, options: options)))
      }
      let logins = system.auth.compactMap { method -> Route? in
        guard case .login(let request, let tokenPath, _, _) = method else { return nil }
        return Route(system: system, request: request, purpose: .login(tokenPath: tokenPath))
      }
      return reports + logins
    }
  }

  func find(_ request: ReceivedRequest) -> Finding {
    for system in systems where request.path.hasPrefix("/\(system.name)/") {
      let path = String(request.path.dropFirst(system.name.count + 1))
      let finding = find(request, path: path, among: routes.filter { $0.system.name == system.name })
      if case .nothing = finding { continue }
      return finding
    }
    return find(request, path: request.path, among: routes)
  }

  private func find(_ request: ReceivedRequest, path: String, among routes: [Route]) -> Finding {
    let samePath = routes.compactMap { route in
      route.request.path.captures(of: path, stop: "/").map { (route: route, captures: $0) }
    }
    guard let first = samePath.first else { return .nothing }
    let sameQuery = samePath.filter { candidate in
      candidate.route.fixedQuery.allSatisfy { item in request.query.contains { $0 == item } }
    }
    guard !sameQuery.isEmpty else { return .unknownReport(first.route.system) }
    let matches = sameQuery.filter { $0.route.request.method == request.method }
    // What fixes the most is meant: a token in a path would take anything.
    let best = matches.max { RouteTable.weight(of: $0.route) < RouteTable.weight(of: $1.route) }
    guard let best else { return .wrongMethod(allowed: sameQuery[0].route.request.method) }
    let rivals = matches.filter { RouteTable.weight(of: $0.route) == RouteTable.weight(of: best.route) }
    let names = Set(rivals.map(\.route.system.name))
    return names.count > 1 ? .ambiguous(names.sorted()) : .route(best.route, best.captures)
  }

  private static func weight(of route: Route) -> Int {
    route.request.path.literalLength + route.fixedQuery.reduce(0) { $0 + $1.name.count + $1.value.count + 1 }
  }
}

extension Route {
  /// Values of the tokens of query and body.
  enum Binding: Sendable {
    case values([String: String])
    /// The first parameter that is missing or has a form that it can't have.
    case missing(String)
  }

  func bind(_ request: ReceivedRequest) -> Binding {
    var values: [String: String] = [:]
    for item in self.request.query where !item.value.tokens.isEmpty {
      let sent = request.query.first { $0.name == item.name }?.value ?? ""
      guard let captures = item.value.captures(of: sent) else { return .missing(item.name) }
      values.merge(captures) { $1 }
    }
    guard !self.request.body.isEmpty else { return .values(values) }
    let sent = (try? JSONDecoder().decode([String: String].self, from: Data(request.body))) ?? [:]
    for item in self.request.body {
      guard let captures = item.value.captures(of: sent[item.name] ?? "") else { return .missing(item.name) }
      values.merge(captures) { $1 }
    }
    return .values(values)
  }
}
