import Foundation
import Testing

/// Tests `status --html` in a browser: sufficient contrast, no external resources, nothing wider than the window, for
/// exports of any size.
struct StatusHTMLTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var changes: [String: String]
    var now: String
    /// Flags of the run; nil: nothing was exported yet.
    var run: [String]?
    var cells: Int
    var bars: ClosedRange<Int>

    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a year and a half of days, one month of them missing",
      changes: ["from: 2026-10-01": "from: 2025-01-01", "to: 2026-10-08": "to: 2026-07-01"],
      now: "2026-06-29T12:00:00Z",
      run: ["--to", "2026-06-01"], cells: 546, bars: 1_032...1_032),
    Case(
      name: "hours", changes: ["chunk: 1 day": "chunk: 1 hour", "to: 2026-10-08": "to: 2026-10-04"],
      now: "2026-10-03T12:00:00Z", run: [], cells: 3, bars: 6...6),
    Case(
      name: "months",
      changes: [
        "chunk: 1 day": "chunk: 1 month", "from: 2026-10-01": "from: 2026-01-01", "to: 2026-10-08": "to: 2027-01-01",
      ], now: "2026-10-03T12:00:00Z", run: ["--max-chunks", "5"], cells: 365, bars: 10...10),
    Case(name: "nothing yet", changes: [:], now: "2026-10-03T12:00:00Z", run: nil, cells: 7, bars: 0...0),
  ]

  @Test(arguments: cases)
  func `a browser reports no problem, wide or narrow, light or dark`(_ page: Case) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let changes = page.changes.merging(["settle: 2 days": "settle: 3 days"]) { $1 }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls", replacing: changes)
    if let flags = page.run {
      let result = try binary.start(["run", "--sandbox", "--quiet", pipeline, "--now", page.now] + flags).result()
      #expect([0, 75].contains(result.status), "\(result.diagnostics)")
    }
    let result = try binary.run("status", "--sandbox", "--html", "page.html", pipeline, "--now", page.now)
    #expect(result.status == 0, "\(result.diagnostics)")
    for (width, scheme) in [(1_280, "light"), (400, "light"), (400, "dark")] {
      let found = try audit(binary, width, scheme)
      #expect(found["faults"] as? [String] == [], "\(width) \(scheme)")
      #expect(found["cells"] as? Int == page.cells)
      #expect(page.bars.contains(try #require(found["bars"] as? Int)), "\(found)")
      #expect(found["rows"] as? Int == (page.run == nil ? 0 : 2))
      #expect((found["ground"] as? String == "rgb(255, 255, 255)") == (scheme == "light"))
    }
  }

  @Test func `a bar is as wide as its chunk`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let months = StatusHTMLTests.cases[2]
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls", replacing: months.changes)
    _ = try binary.run("run", "--sandbox", "--quiet", "--max-chunks", "5", pipeline, "--now", months.now)
    _ = try binary.run("status", "--sandbox", "--html", "page.html", pipeline, "--now", months.now)
    let widest = try #require(try audit(binary, 1_280, "light")["widest"] as? Double)
    // A month of twelve, on some 850 pixels, with a gap.
    #expect((40...70).contains(widest), "\(widest)")
    let page = try String(contentsOf: binary.folder.appending(path: "page.html"), encoding: .utf8)
    #expect(page.contains("<title>2026-01-01 to 2026-01-31: ") && page.contains("<h2>Rows by chunk</h2>"))
  }

  private func audit(_ binary: Binary, _ width: Int, _ scheme: String) throws -> [String: Any] {
    let script = Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/audit_page.py").path
    let page = binary.folder.appending(path: "page.html").path
    let (status, data) = try outputOf("python3", script, page, String(width), scheme)
    try #require(status == 0, "\(String(decoding: data, as: UTF8.self))")
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
