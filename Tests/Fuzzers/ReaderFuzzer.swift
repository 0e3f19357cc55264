import Foundation
import Reading
import Records
import TestSupport

/// Fuzzes the JSON reader: the values or the error do not depend on the pieces of a body, and equal those of the
/// reference reader.
enum ReaderFuzzer {
  @Sendable static func run(_ body: [UInt8]) {
    var random = SplitMix64(of: body)
    let layout = layout(&random)
    let whole = outcome(body, layout, [])
    for cuts in cuts(body.count, &random) {
      let pieces = outcome(body, layout, cuts)
      expect(pieces == whole, "cut at \(cuts): \(difference(pieces, whole))")
    }
    switch (whole, Result { try LocatedResponse(plainly: body, layout) }) {
    case (.success(var found), .success(var expected)):
      if hasBadKey(body) {
        // Invalid names are distinguished in another way.
        (found.unknownFields, expected.unknownFields) = ([:], [:])
        (found.extras, expected.extras) = ([], [])
      }
      expect(found == expected, LocatedResponse.difference(found, expected))
    case (.success, .failure(let error)): fatalError("taken, though \(error)")
    case (.failure(let error), .success): fatalError("refused: \(error)")
    case (.failure(let error), .failure(let plain)):
      expect(error.position <= body.count, "\(error) lies behind the body")
      if plain as? ReferenceJSON.ParsingError == .tooDeep { expect(error.kind != .cut, "\(error)") }
    }
    compareWithFoundation(body, layout)
  }

  private static func difference(
    _ pieces: Result<LocatedResponse, ReadError>, _ whole: Result<LocatedResponse, ReadError>
  ) -> String {
    guard case .success(let found) = pieces, case .success(let expected) = whole else {
      return "\(pieces), in one piece \(whole)"
    }
    return LocatedResponse.difference(found, expected)
  }

  private static func outcome(
    _ body: [UInt8], _ layout: ResponseLayout, _ cuts: [Int]
  ) -> Result<LocatedResponse, ReadError> {
    Result { () throws(ReadError) in try LocatedResponse(body, layout: layout, cutAt: cuts) }
  }

  private static func layout(_ random: inout SplitMix64) -> ResponseLayout {
    let records = [["data"], ["data"], [], ["result", "rows"], ["a"]].randomElement(using: &random) ?? []
    let wanted = [
      [["a"], ["b"]], [["a"], ["n", "x"], ["n", "m", "y"], ["n"], ["a"]], [["conn_id"], ["name", "givenName"]], [],
    ]
    let captures = [["code"], ["msg"], ["meta", "c"], ["data"], ["data", "n"], ["result"]]
    return ResponseLayout(
      records: records, wanted: wanted.randomElement(using: &random) ?? [],
      captures: Bool.random(using: &random) ? captures : [],
      extras: [.ignore, .names, .values].randomElement(using: &random) ?? .ignore,
      knownKeys: Bool.random(using: &random) ? ["b", "u"] : [],
      limits: ReadingLimits(
        depth: [64, 64, 5].randomElement(using: &random) ?? 64,
        batchBytes: [1, 20, 300, 256 << 10].randomElement(using: &random) ?? 1))
  }

  /// Every byte separately if the body is short, and some pieces.
  private static func cuts(_ count: Int, _ random: inout SplitMix64) -> [[Int]] {
    let some = (0..<Int.random(in: 1...8, using: &random)).map { _ in Int.random(in: 0...count, using: &random) }
    return [some.sorted()] + (count <= 600 ? [Array(0..<count)] : [])
  }

  private static func hasBadKey(_ body: [UInt8]) -> Bool {
    func isBad(_ value: ReferenceJSON) -> Bool {
      value.members.contains { ReferenceString.unescaped($0.key.content).isBad || isBad($0.value) }
        || value.elements.contains(where: isBad)
    }
    return (try? ReferenceJSON(body)).map(isBad) ?? true
  }

  /// Checks that text accepted by Foundation as JSON in UTF-8 is accepted, except commas before a closing bracket.
  private static func compareWithFoundation(_ body: [UInt8], _ layout: ResponseLayout) {
    guard let text = String(validating: body, as: UTF8.self), !body.contains(0), body.first != 0xEF,
      !text.contains(/,\s*[}\]]/),
      (try? JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed)) != nil
    else { return }
    do {
      _ = try ReferenceJSON(body, deepest: 1_000)
    } catch {
      fatalError("Foundation reads what the plain reader refuses: \(error)")
    }
  }
}
