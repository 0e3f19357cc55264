package import Records

/// Parses the header with which a server requests a delay, in both of its forms.
package enum RetryAfter {
  /// Longer delays are reduced to this.
  private static let longest = Duration.seconds(366 * 86_400)

  /// Returns the delay from `now`; nil if the text is neither seconds nor a date. A date in the past means no delay.
  package static func delay(_ header: String, now: Instant) -> Duration? {
    let text = header.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
      return min(.seconds(Int64(text) ?? .max), longest)
    }
    return HTTPDate.instant(text).map { min(max($0 - now, .zero), longest) }
  }
}
