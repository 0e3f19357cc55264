import ConfigurationFiles
import Foundation

/// The URL of a next page in a response: absolute, or relative to the page that contains it.
enum PageLink {
  enum LinkError: Error, Hashable {
    case malformed
    /// The URL is on a different server, which must not receive our credentials.
    case elsewhere(String)
  }

  /// Returns the absolute URL of a link on a page; nil if it is invalid.
  static func absolute(_ link: String, on page: String) -> String? {
    URL(string: page).flatMap { URL(string: link, relativeTo: $0) }?.absoluteString
  }

  /// Returns the URL to request, without the query parameters in `dropping`, which are sent anyway.
  ///
  /// An `http` link to the same host uses the base URL's `https`, because servers behind a proxy often do not know
  /// their public scheme.
  static func resolved(_ link: String, base: String, dropping: [String]) throws(LinkError) -> String {
    guard var parts = URLComponents(string: link), let home = URLOrigin(base) else { throw .malformed }
    if parts.scheme?.lowercased() == "http", home.scheme == "https", parts.port == nil { parts.scheme = "https" }
    parts.fragment = nil
    if let query = parts.percentEncodedQuery, !dropping.isEmpty {
      let kept = query.split(separator: "&").filter { item in
        let name = item.prefix { $0 != "=" }
        return !dropping.contains(name.removingPercentEncoding ?? String(name))
      }
      parts.percentEncodedQuery = kept.isEmpty ? nil : kept.joined(separator: "&")
    }
    guard parts.user == nil, parts.password == nil, let url = parts.string, URLOrigin(url) != nil else {
      throw .malformed
    }
    return url
  }

  /// Throws if a URL is on a different server than the base URL.
  static func check(_ address: String, against base: String) throws(LinkError) {
    guard let origin = URLOrigin(address) else { throw .malformed }
    if origin != URLOrigin(base) { throw .elsewhere(origin.description) }
  }

  /// A link fit to be shown: without a user or password.
  static func shown(_ link: String) -> String {
    guard var parts = URLComponents(string: link) else { return link }
    parts.user = nil
    parts.password = nil
    return parts.string ?? link
  }
}
