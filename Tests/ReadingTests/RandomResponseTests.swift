import Foundation
import Reading
import Records
import Testing

/// Tests random responses against Foundation.
@Suite struct RandomResponseTests {
  @Test(arguments: 0..<120)
  func `random responses are read as by Foundation`(_ seed: Int) throws {
    var random = RandomResponse(seed: UInt64(seed))
    let body = random.response()
    let paths = [["a"], ["b"], ["n", "x"], ["n", "m", "y"], ["café"], ["n"]]
    let limits = ReadingLimits(batchBytes: [1, 50, 400, 1 << 18][random.number(4)])
    let layout = ResponseLayout(
      records: ["data"], wanted: paths, captures: [["code"], ["meta", "c"]], extras: .values, limits: limits)
    let response = try ReadResponse(body, layout: layout, cutAt: random.cuts(body.count))

    let top = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? NSDictionary)
    let records = try #require(top["data"] as? [NSDictionary])
    #expect(response.recordCount == records.count)
    for (index, record) in records.enumerated() {
      #expect(try value(response.records[index]) == record)
      for (slot, path) in paths.enumerated() {
        var expected: NSObject? = record
        for key in path { expected = (expected as? NSDictionary)?[key] as? NSObject }
        let found = response.rows[index][slot]
        #expect(found == "-" ? expected == nil : try value(found) == expected, "\(path) in \(record)")
      }
      let extras = response.extras.filter { $0.hasPrefix("\(index) ") }.count
      #expect(extras == record.allKeys.filter { !["a", "b", "n", "café"].contains($0 as? String) }.count)
    }
    for (capture, expected) in zip(response.captured, [top["code"], (top["meta"] as? NSDictionary)?["c"]]) {
      let found = try capture.flatMap { try value(String(decoding: $0.text, as: UTF8.self)) }
      #expect(found == expected as? NSObject)
    }
    #expect(response.hasTrueFlags)
  }

  private func value(_ json: String) throws -> NSObject? {
    try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? NSObject
  }

  @Test(arguments: 0..<40)
  func `damaged responses are rejected if Foundation rejects them`(_ seed: Int) throws {
    var random = RandomResponse(seed: UInt64(1000 + seed), isPlain: true)
    let body = random.response()
    for _ in 0..<25 {
      var damaged = body
      let at = random.number(damaged.count)
      switch random.number(3) {
      case 0: damaged.remove(at: at)
      case 1: damaged.insert(random.pick(Array(#"{}[]:,"1-. "#.utf8)), at: at)
      default: damaged[at] = random.pick(Array(#"{}[]:,"1-. "#.utf8))
      }
      let error = ReadResponse.error(damaged, layout: .wanting("a", "n.x"), cutAt: random.cuts(damaged.count))
      let text = String(decoding: damaged, as: UTF8.self)
      // Foundation accepts a comma after the last member or element; JSON does not.
      let isJSON =
        (try? JSONSerialization.jsonObject(with: Data(damaged), options: .fragmentsAllowed)) != nil
        && !text.filter { $0 != " " }.contains(/,[}\]]/)
      if error == nil {
        #expect(isJSON, "\(text)")
      } else if let error, error.kind == .cut || error.description.contains("not JSON") {
        #expect(!isJSON, "\(error): \(text)")
      }
    }
  }
}
