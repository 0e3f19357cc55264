/// Reads decimal numbers exactly.
package enum ParquetDecimal {
  /// Returns the unscaled integer (in units of `10^-scale`) of a text of digits with at most one sign and one point.
  ///
  /// Nil if it has more digits before or after the point than a decimal of this precision and scale (zeros at either
  /// end do not count), or is not a number.
  package static func unscaled(_ text: some Collection<UInt8>, precision: Int, scale: Int) -> Int128? {
    var digits = text[...]
    var isNegative = false
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      digits = digits.dropFirst()
    }
    var number: Int128 = 0
    var significant = 0
    var fraction: Int?
    var hasDigits = false
    for character in digits {
      if character == UInt8(ascii: "."), fraction == nil {
        fraction = 0
        continue
      }
      guard character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") else { return nil }
      hasDigits = true
      if let places = fraction {
        fraction = places + 1
        if places >= scale {
          guard character == UInt8(ascii: "0") else { return nil }
          continue
        }
      }
      guard significant > 0 || character > UInt8(ascii: "0") else { continue }
      significant += 1
      guard significant <= precision else { return nil }
      number = number * 10 + Int128(character - UInt8(ascii: "0"))
    }
    guard hasDigits else { return nil }
    let missing = scale - min(fraction ?? 0, scale)
    guard number == 0 || significant + missing <= precision else { return nil }
    if number != 0 { for _ in 0..<missing { number *= 10 } }
    return isNegative ? -number : number
  }
}
