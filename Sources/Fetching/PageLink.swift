import Declarations
import Foundation

/// The address of a next page as an answer gives it: whole, or relative to the page it stands on.
enum PageLink {
  enum Fault: Error, Hashable {
    case malformed
    /// The address is another server's, which has no right to our credentials.
    case elsewhere(String)
  }

  /// The whole address that a link on a page means; nil where it is none.
  static func absolute(_ link: String, on page: String) -> String? {
    URL(string: page).flatMap { URL(string: link, relativeTo: $0) }?.absoluteString
  }

  /// The address to ask, without the parameters of the query in `dropping`, which are sent anyway.
  ///
  /// A link to the same host by `http` is asked for by the base's `https`: servers behind a proxy often don't know how they are reached.
  static func resolved(_ link: String, base: String, dropping: [String]) throws(Fault) -> String {
    guard var parts = URLComponents(string: link), let home = Origin(base) else { throw .malformed }
    if parts.scheme?.lowercased() == "http", home.scheme == "https", parts.port == nil { parts.scheme = "https" }
    parts.fragment = nil
    if let query = parts.percentEncodedQuery, !dropping.isEmpty {
      let kept = query.split(separator: "&").filter { item in
        let name = item.prefix { $0 != "=" }
        return !dropping.contains(name.removingPercentEncoding ?? String(name))
      }
      parts.percentEncodedQuery = kept.isEmpty ? nil : kept.joined(separator: "&")
    }
    guard parts.user == nil, parts.password == nil, let url = parts.string, Origin(url) != nil else {
      throw .malformed
    }
    return url
  }

  /// Throws where an address is another server's than the base.
  static func check(_ address: String, against base: String) throws(Fault) {
    guard let origin = Origin(address) else { throw .malformed }
    if origin != Origin(base) { throw .elsewhere(origin.description) }
  }

  /// A link fit to be shown: without a user or password.
  static func shown(_ link: String) -> String {
    guard var parts = URLComponents(string: link) else { return link }
    parts.user = nil
    parts.password = nil
    return parts.string ?? link
  }
}
