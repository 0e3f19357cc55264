import ConfigurationFiles
import Foundation

/// Finds the report that a request is for, using only the catalog's request templates.
struct RouteTable: Sendable {
  private let systems: [CatalogSystem]
  private let routes: [Route]

  enum Finding: Sendable {
    /// A route and the values of its path's tokens.
    case route(Route, [String: String])
    /// The path is known, but no report has such a query; the system determines the response.
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
        guard case .login(let login) = method else { return nil }
        return Route(system: system, request: login.request, purpose: .login(login))
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
    if let name = Route.bind(self.request.query, to: request.query, into: &values) { return .missing(name) }
    switch self.request.body {
    case .none: break
    case .form(let items):
      let sent = ReceivedRequest.items(of: String(decoding: request.body, as: UTF8.self))
      if let name = Route.bind(items, to: sent, into: &values) { return .missing(name) }
    case .json(let members):
      let sent = try? JSONSerialization.jsonObject(with: Data(request.body))
      if let name = Route.bind(members, to: sent, into: &values) { return .missing(name) }
    }
    return .values(values)
  }

  /// Binds the values of the items' tokens; returns the name of the first item that does not match.
  private static func bind(
    _ items: [(name: String, value: Template)], to sent: [(name: String, value: String)],
    into values: inout [String: String]
  ) -> String? {
    for item in items where !item.value.tokens.isEmpty {
      let text = sent.first { $0.name == item.name }?.value
      if text == nil, item.value.isOptional { continue }
      guard let captures = item.value.captures(of: text ?? "") else { return item.name }
      values.merge(captures) { $1 }
    }
    return nil
  }

  private static func bind(
    _ members: [(name: String, value: JSONTemplate)], to sent: Any?, into values: inout [String: String]
  ) -> String? {
    let object = sent as? [String: Any] ?? [:]
    for (name, template) in members {
      if object[name] == nil, case .text(let text) = template, text.isOptional { continue }
      if let fault = bind(template, to: object[name], into: &values) { return fault.isEmpty ? name : fault }
    }
    return nil
  }

  /// Nil if the value matches; otherwise the name of the member in it that does not, or an empty name for the value
  /// itself.
  private static func bind(
    _ template: JSONTemplate, to sent: Any?, into values: inout [String: String]
  ) -> String? {
    switch template {
    case .object(let members): return bind(members, to: sent, into: &values)
    case .array(let elements):
      guard let list = sent as? [Any], list.count == elements.count else { return "" }
      for (element, value) in zip(elements, list) {
        if let fault = bind(element, to: value, into: &values) { return fault }
      }
      return nil
    case .literal(let text):
      guard let sent, let data = try? JSONSerialization.data(withJSONObject: sent, options: .fragmentsAllowed),
        String(decoding: data, as: UTF8.self) == text || (sent as? NSNumber)?.doubleValue == Double(text)
      else { return "" }
      return nil
    case .text(let template):
      guard let text = sent as? String ?? (sent as? NSNumber)?.stringValue,
        let captures = template.captures(of: text)
      else { return "" }
      values.merge(captures) { $1 }
      return nil
    }
  }
}

extension Template {
  /// True for the cursor, which the first page's request omits.
  fileprivate var isOptional: Bool { tokens.contains("page.cursor") }
}
