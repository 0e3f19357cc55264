import Foundation
import Testing

struct CheckTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    var change: [String: String]
    /// What follows the file's name.
    var message: String
    var testDescription: String { message }
  }

  static let mistakes = [
    Mistake(
      change: ["chunk: 1 day": "chunk: 7 minutes"],
      message: ":19:10: error: `chunk`: 7 minutes does not divide a day; use 6 or 8 minutes\n"),
    Mistake(
      change: ["chunk: 1 day": "chunk: 6 hours", "{window.date}/{chunk}": "{window.date}"],
      message: ":37:14: error: chunks 20261001T050000Z-20261001T110000Z and 20261001T110000Z-20261001T170000Z "
        + "have the same partition path date=2026-10-01.csv.gz; add {chunk} to sink.partition\n"),
    Mistake(
      change: ["from: 2026-10-01": "from: 1899-10-01"],
      message: ":17:9: error: from 1899-10-01 is outside the years 1900 to 2099\n"),
    Mistake(
      change: ["to: 2026-10-08": "to: 2100-10-08"],
      message: ":18:7: error: to 2100-10-08 is outside the years 1900 to 2099\n"),
    Mistake(
      change: ["from: 2026-10-01": "from: 1901-01-01", "chunk: 1 day": "chunk: 1 minute"],
      message: ":19:10: error: the range contains 66153602 chunks of 1 minute, more than 1000000; "
        + "use a longer chunk or a shorter range\n"),
  ]

  @Test(arguments: mistakes)
  func `an error of the plan has the position of its setting`(_ mistake: Mistake) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails", replacing: mistake.change)
    let result = try binary.run("check", "--sandbox", pipeline)
    #expect(result.status == 78 && result.output.isEmpty)
    #expect(result.diagnostics == pipeline + mistake.message)
  }

  @Test func `an error of an argument has no position`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails")
    let result = try binary.run("check", "--sandbox", "--from", "1899-10-01", pipeline)
    #expect(result.status == 78)
    #expect(result.diagnostics == "\(pipeline): error: from 1899-10-01 is outside the years 1900 to 2099\n")
  }

  @Test(arguments: [["--chunk", "foo"], ["--refresh", "all"], ["--include-open"], ["--verbose"]])
  func `options without an effect are rejected`(arguments: [String]) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-emails")
    let result = try binary.start(["check", "--sandbox", pipeline] + arguments).result()
    #expect(result.status == 64)
    #expect(result.diagnostics.hasPrefix("Error: Unknown option '\(arguments[0])'"), "\(result.diagnostics)")
  }
}
