import Foundation
import Testing

/// The table of `table: delta`, as delta-rs and polars read it.
struct DeltaReaderTests {
  private static func response(_ note: String) -> String {
    #"""
    {"data": [{"id": 1, "note": "\#(note)", "price": "1.50", "at": "2026-10-01T05:00:00Z", "raw": {"a": [1]}},
      {"id": 2, "note": "", "raw": []}, {"id": 3}]}
    """#
  }

  private func write(_ binary: Binary, address: String, fields: String) throws {
    try binary.write(
      "catalog.yaml",
      """
      system: shop
      base_url: \(address)
      window: { format: "yyyy-MM-dd'T'HH:mm:ss", zone: utc, resolution: 1 s }
      envelope: { records: data }
      reports:
        prices:
          grain: event
          request: { path: /prices, query: { from: "{window.start}", to: "{window.end}" } }
          fields: { id: { type: integer }, note: {}, price: { type: decimal }, at: { type: timestamp }, raw: { type: json } }

      """)
    try binary.write(
      "prices.yaml",
      """
      version: 1
      name: prices
      source: { report: shop/prices, catalog: catalog.yaml }
      range: { time_zone: UTC, from: 2026-10-01, to: 2026-10-03 }
      fields: \(fields)
      sink: { path: table, format: parquet, table: delta }

      """)
  }

  @Test func `delta-rs and polars read every version, and columns are only added`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    var fields = "{ id: id, note: note, price: price, at: at, raw: raw }"
    var server: VendorServer?
    for note in ["old, ñ", "new"] {
      try binary.write("response.json", DeltaReaderTests.response(note))
      server = try VendorServer(
        script: "answer_server.py", [binary.folder.appending(path: "response.json").path])
      try write(binary, address: server?.address ?? "", fields: fields)
      let result = try binary.run("run", "--refresh", "changed", "prices.yaml")
      #expect(result.status == 0, "\(result.diagnostics)")
      fields = "{ id: id, note: note, price: price, at: at, local: { from: at, type: local_timestamp }, raw: raw }"
    }
    let script = Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/read_delta.py").path
    let read = try binary.start(URL(fileURLWithPath: "/usr/bin/env"), ["python3", script, "table"]).result()
    let first = "1|old, ñ|1.500000000|2026-10-01 05:00:00+00:00|{\"a\":[1]}"
    let second = "1|new|1.500000000|2026-10-01 05:00:00+00:00|{\"a\":[1]}"
    #expect(
      read.output == """
        0 id Int64, note String, price Decimal(precision=38, scale=9), at Datetime(time_unit='us', time_zone='UTC'), raw String, date Date
        \(first)|2026-10-01
        2||None|None|[]|2026-10-01
        3|None|None|None|None|2026-10-01
        \(first)|2026-10-02
        2||None|None|[]|2026-10-02
        3|None|None|None|None|2026-10-02
        1 id Int64, note String, price Decimal(precision=38, scale=9), at Datetime(time_unit='us', time_zone='UTC'), raw String, date Date, local Datetime(time_unit='us', time_zone=None)
        \(second)|2026-10-01|2026-10-01 05:00:00
        2||None|None|[]|2026-10-01|None
        3|None|None|None|None|2026-10-01|None
        \(second)|2026-10-02|2026-10-01 05:00:00
        2||None|None|[]|2026-10-02|None
        3|None|None|None|None|2026-10-02|None

        """, "\(read.diagnostics)")
    let audit = try binary.run("audit", "prices.yaml")
    #expect(audit.status == 0, "\(audit.output)")
  }
}
