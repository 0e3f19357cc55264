import ConfigurationFiles
import Testing

struct CatalogPatternTests {
  /// Expressions for which a backtracking matcher needs exponential time.
  static let slow = [#"^(a+)+$"#, #"^(a|aa)+$"#, #"^(a|a?)+$"#, #"^(\w+\s?)*$"#]

  @Test(arguments: slow)
  func `an expression that takes too long is given up`(text: String) throws {
    let pattern = try CatalogPattern(text)
    let message = String(repeating: "a", count: 1_999) + "!"
    let error = #expect(throws: CatalogPatternTimeout.self) { try pattern.firstMatch(in: message) }
    #expect(
      error?.description
        == "the catalog's pattern `\(text)` takes too long to match; remove repetitions within repetitions")
  }

  @Test func `groups are found, and one that took no part is nil`() throws {
    let pattern = try CatalogPattern(#"(\d+) (?:records|(rows))"#)
    #expect(try pattern.firstMatch(in: "Found 1957 records") == ["1957 records", "1957", nil])
    #expect(try pattern.firstMatch(in: "ñ🎉 12 rows") == ["12 rows", "12", "rows"])
    #expect(try pattern.firstMatch(in: "none") == nil)
  }

  @Test func `case counts unless it is ignored, and a dot matches line breaks`() throws {
    #expect(try CatalogPattern("a.b").firstMatch(in: "A\nB") == nil)
    #expect(try CatalogPattern("a.b", ignoringCase: true).firstMatch(in: "xA\nB") == ["A\nB"])
  }

  @Test func `what is not an expression is rejected`() {
    #expect(throws: (any Error).self) { try CatalogPattern("(") }
  }
}
