/// A number and its unit: `30 s`, `256MB`, `1.5 hours`.
struct Quantity {
  /// Thousandths, so that `1.5` stays exact.
  var thousandths: Int
  var unit: String

  /// Returns nil if the text does not begin with a number of at most 12 digits, with at most three decimals.
  init?(_ text: String) {
    let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, (1...12).contains(whole.count), parts.count <= 2, let value = Int(whole) else {
      return nil
    }
    var fraction = 0
    if parts.count == 2 {
      guard (1...3).contains(parts[1].count),
        let digits = Int(parts[1] + String(repeating: "0", count: 3 - parts[1].count))
      else { return nil }
      fraction = digits
    }
    thousandths = value * 1_000 + fraction
    unit = String(text.dropFirst(number.count).drop { $0 == " " }).lowercased()
  }
}

extension Duration {
  /// Reads `250 ms`, `30 s`, `10 minutes`, `1.5 hours`, `31 days`, `2 weeks`; nil for anything else.
  package init?(written text: String) {
    guard let quantity = Quantity(text), quantity.thousandths <= 1_000_000_000_000,
      let milliseconds = Duration.milliseconds(in: quantity.unit)
    else { return nil }
    let (product, overflow) = quantity.thousandths.multipliedReportingOverflow(by: milliseconds)
    guard !overflow else { return nil }
    self = .microseconds(product)
  }

  private static func milliseconds(in unit: String) -> Int? {
    switch unit {
    case "ms", "millisecond", "milliseconds": 1
    case "s", "sec", "second", "seconds": 1_000
    case "min", "minute", "minutes": 60_000
    case "h", "hour", "hours": 3_600_000
    case "day", "days": 86_400_000
    case "week", "weeks": 604_800_000
    default: nil
    }
  }

  /// The duration as written in a pipeline: `30 s`, `31 days`.
  package var written: String {
    let units: [(Int64, String, String)] = [
      (86_400_000, "day", "days"), (3_600_000, "hour", "hours"), (60_000, "minute", "minutes"), (1_000, "s", "s"),
    ]
    let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    for (size, one, many) in units where milliseconds != 0 && milliseconds % size == 0 {
      let count = milliseconds / size
      return "\(count) \(count == 1 ? one : many)"
    }
    return milliseconds == 0 ? "0 s" : "\(milliseconds) ms"
  }
}
