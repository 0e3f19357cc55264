/// The base URL of a source's paths: `https://host:port/path`, without a query or fragment.
enum BaseURL {
  /// Returns nil if the text is a base URL; otherwise the text to append to an error message, possibly empty. Never
  /// contains the URL itself.
  static func error(in text: String) -> String? {
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else {
      return "; it must begin with https:// or http://"
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".contains($0) }
    let path = rest.dropFirst(authority.count)
    if authority.contains("@") { return "; it contains a user name or password; give them as secrets" }
    if path.contains("?") || path.contains("#") { return "; it must not contain `?` or `#`" }
    guard path.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 != "\\" && $0 != "\"" }),
      text.unicodeScalars.allSatisfy({ $0.value > 0x20 })
    else { return "; it contains a character that must be percent-encoded" }
    return isAuthority(authority) ? nil : "; invalid host or port"
  }

  /// The address without slashes at its end.
  static func normalized(_ text: String) -> String {
    var text = text
    while text.hasSuffix("/") { text.removeLast() }
    return text
  }

  private static func isAuthority(_ authority: Substring) -> Bool {
    var host = authority
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else { return false }
      let inner = authority[authority.index(after: authority.startIndex)..<close]
      let port = authority[authority.index(after: close)...]
      return !inner.isEmpty && inner.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        && (port.isEmpty || isPort(port))
    }
    if let colon = authority.firstIndex(of: ":") {
      guard isPort(authority[colon...]) else { return false }
      host = authority[..<colon]
    }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
        && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
  }

  private static func isPort(_ text: Substring) -> Bool {
    guard let port = Int(text.dropFirst()), text.dropFirst().allSatisfy(\.isNumber) else { return false }
    return (1...65_535).contains(port)
  }
}

extension BaseURL {
  /// Requests to the address cross a network unencrypted: its scheme is `http`, and its host is not this machine.
  static func isUnencrypted(_ text: String) -> Bool {
    let scheme = "http://"
    guard text.lowercased().hasPrefix(scheme) else { return false }
    let authority = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }.lowercased()
    if authority.hasPrefix("[") { return !authority.hasPrefix("[::1]") }
    let host = authority.prefix { $0 != ":" }
    let isLoopback =
      host == "localhost" || host.hasSuffix(".localhost")
      || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    return !isLoopback
  }
}
