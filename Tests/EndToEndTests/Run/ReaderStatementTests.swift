import Foundation
import Testing

/// The statements of `samples/README.md` that read CSV, and Parquet without options.
struct ReaderStatementTests {
  private static let response = #"""
    {"data": [
      {"id": 1, "note": "", "price": "1.50", "at": "2026-10-01T05:00:00Z", "raw": {"a": [1, "x\ty"], "b": null}},
      {"id": 2},
      {"id": -9223372036854775808, "note": " blanks\t", "price": "123456789012345678901234567.123456789", "raw": []},
      {"id": 4, "note": "\\N", "at": "1969-12-31T23:59:59.999999Z", "raw": "text"},
      {"id": 5, "note": "a,b; \"q\"\nline\r\nend\\", "price": "-0.000000001", "raw": {"k": "\"\\\n"}},
      {"id": 6, "note": "NULL", "price": "0", "at": "9999-12-31T23:59:59Z", "raw": true},
      {"id": 7, "note": "ñ 日本語 🎉 '", "price": "-1", "at": "2026-10-01T05:00:00.5Z", "raw": 7}
    ]}
    """#

  @Test func `DuckDB, polars and pyarrow read exactly the exported values`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("response.json", ReaderStatementTests.response)
    let server = try VendorServer(
      script: "answer_server.py", [binary.folder.appending(path: "response.json").path])
    try binary.write(
      "catalog.yaml",
      """
      system: shop
      base_url: \(server.address)
      window: { format: "yyyy-MM-dd'T'HH:mm:ss", zone: utc, resolution: 1 s }
      envelope: { records: data }
      reports:
        prices:
          grain: event
          request: { path: /prices, query: { from: "{window.start}", to: "{window.end}" } }
          fields: { id: { type: integer }, note: {}, price: { type: decimal }, at: { type: timestamp }, raw: { type: json } }

      """)
    for format in ["csv", "parquet"] {
      try binary.write(
        "\(format).yaml",
        """
        version: 1
        name: prices
        source: { report: shop/prices, catalog: catalog.yaml }
        range: { time_zone: UTC, from: 2026-10-01, to: 2026-10-03 }
        sink: { path: \(format), partition: "{chunk}", format: \(format) }

        """)
      let result = try binary.run("run", "\(format).yaml")
      #expect(result.status == 0, "\(result.diagnostics)")
    }
    let statements = try Page("samples/README.md").blocks("python").filter { !$0.contains("spark") }
    #expect(statements.count == 3)
    let script = Binary.checkout.appending(path: "Tests/EndToEndTests/Fixtures/load_files.py").path
    let input = String(decoding: try JSONEncoder().encode(statements), as: UTF8.self)
    let read = try binary.start(
      URL(fileURLWithPath: "/usr/bin/env"), ["python3", script, "response.json", "csv", "parquet"], input: input
    ).result()
    #expect(
      read.output == """
        DuckDB CSV 14
        polars CSV 14
        pyarrow CSV 14
        DuckDB Parquet 14
        polars Parquet 14
        pyarrow Parquet 14

        """, "\(read.diagnostics)")
  }
}
