/// A number of bytes as people write it.
package struct ByteSize: Hashable, Sendable {
  package var bytes: Int

  /// Reads `256 MB`, `64 KiB`, `1.5 GB` or a plain number of bytes; nil for anything else.
  package init?(written text: String) {
    guard let quantity = Quantity(text), let unit = ByteSize.bytes(in: quantity.unit) else { return nil }
    let (product, overflow) = quantity.thousandths.multipliedReportingOverflow(by: unit)
    guard !overflow, product % 1_000 == 0 else { return nil }
    bytes = product / 1_000
  }

  private static func bytes(in unit: String) -> Int? {
    switch unit {
    case "", "b", "byte", "bytes": 1
    case "kb": 1_000
    case "mb": 1_000_000
    case "gb": 1_000_000_000
    case "kib": 1 << 10
    case "mib": 1 << 20
    case "gib": 1 << 30
    default: nil
    }
  }
}
