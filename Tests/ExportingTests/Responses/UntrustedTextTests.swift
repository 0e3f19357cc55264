import Exporting
import Foundation
import Storage
import SystemPackage
import Testing

/// What a server sends neither forges lines nor leaves secrets in what is kept.
struct UntrustedTextTests {
  private func export(token: String, _ record: String, fields: String = "{ id: id, at: at, note: note }") -> TestExport
  {
    let api = FakeAPI()
    api.respondNext(200, FakeAPI.envelope([record]))
    var export = TestExport(TestExport.pipeline(days: 1, fields: fields), api: api)
    export.token = token
    return export
  }

  @Test func `the name of an unknown field is on one line, short and without secrets`() async throws {
    let long = String(repeating: "x", count: 100)
    let export = export(
      token: "a-secret-token",
      #"{"id":1,"at":"2026-10-01 08:00:00","note":"n","a\nerror: done\u001b[2J":1,"a-secret\u002dtoken":2,"\#(long)":3}"#
    )
    try await export.run()
    #expect(
      export.events.warnings == [
        "the records have fields without a column: ***, a error: done[2J, \(long.prefix(60))…; "
          + "export them with `rules.unknown_fields: keep`, or hide this warning with `ignore`"
      ])
  }

  @Test(arguments: ["a-secret-token", "abc1"])
  func `neither rejects nor the run's record hold a secret, however short`(_ token: String) async throws {
    let export = export(
      token: token, #"{"id":"key \#(token)","at":"2026-10-01 08:00:00","note":"\#(token)"}"#)
    export.api.respondNext(500, #"{"code":"500","msg":"bad key \#(token)"}"#)
    try await export.run()
    for path in export.files.paths(below: FilePath("out/_tidemark")) {
      let bytes = try export.files.read(FilePath(path), limit: 1 << 20)
      let text = String(decoding: path.hasSuffix(".gz") ? try gunzipped(bytes) : bytes, as: UTF8.self)
      #expect(!text.contains(token), "\(path): \(text)")
    }
    let rejects = try export.text("_tidemark/rejects/20261001T050000Z-20261002T050000Z.ndjson.gz")
    #expect(rejects.contains("`key ***` is not an integer"), "\(rejects)")
  }

  @Test func `a pointer by a name into an array fails the chunk`() async throws {
    let api = FakeAPI()
    api.respond { _ in
      (200, #"{"code":"200","msg":"1 records","data":[{"id":1}],"pages":[{"n":7}]}"#)
    }
    let summary = try await TestExport(
      TestExport.pipeline(days: 1, fields: "{ id: id, n: { from: /pages/n, type: integer } }"), api: api
    ).run()
    let reason = try #require(summary.failures.first?.reason)
    #expect(
      reason.contains("the path `pages.n` leads into an array, which needs an index, as in `a.0.b`"), "\(reason)")
    let export = TestExport(
      TestExport.pipeline(days: 1, fields: "{ id: id, n: { from: /pages/0/n, type: integer } }"), api: api)
    try await export.run()
    #expect(try export.partitions().values.map { $0 } == ["id,n\n1,7\n"])
  }
}
