import SchemaInference
import Testing

/// Tests the search for the records of a response.
struct RecordPathTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var response: String
    var path: [String]
    var count: Int
    var testDescription: String { response }
  }

  static let cases = [
    Case(response: #"[{"a": 1}, {"a": 2}]"#, path: [], count: 2),
    Case(response: #"{"data": [{"a": 1}]}"#, path: ["data"], count: 1),
    Case(response: #"{"result": {"page": 1, "items": [{"a": 1}, {"a": 2}]}}"#, path: ["result", "items"], count: 2),
    // Values outside the records may be longer than the records.
    Case(
      response: #"{"links": [{"rel": "a", "href": "b"}, {"rel": "c"}], "data": [{"a": 1}]}"#, path: ["data"], count: 1),
    Case(response: #"{"calls": [{"a": 1}, {"a": 2}], "errors": [{"a": 1}]}"#, path: ["calls"], count: 2),
    Case(
      response: #"{"people": [{"a": 1, "b": 2}], "places": [{"a": 1}, {"a": 1}, {"a": 1}]}"#, path: ["places"], count: 3
    ),
    Case(response: #"{"calls": [{"a": 1, "parts": [{"b": 1}, {"b": 2}, {"b": 3}]}]}"#, path: ["calls"], count: 1),
    // One object in place of a list.
    Case(response: #"{"code": 200, "data": {"a": 1, "b": 2}}"#, path: ["data"], count: 1),
    Case(response: #"{"status": true}"#, path: [], count: 1),
    Case(response: #"{"id": 1, "tags": ["x"], "name": {"given": "Ana"}}"#, path: [], count: 1),
    // The last of duplicates counts for the reader; the outline merges them.
    Case(response: "\u{FEFF}{\"rows\": [{\"a\": 1}]}", path: ["rows"], count: 1),
  ]

  @Test(arguments: cases)
  func `the records are found`(_ example: Case) throws {
    let response = try proposal(example.response)
    #expect(response.records.path == example.path)
    #expect(response.recordCount == example.count)
  }

  @Test func `another path can be given`() throws {
    let text = #"{"data": [{"a": 1}], "links": [{"rel": "x"}, {"rel": "y"}]}"#
    #expect(try proposal(text, records: ["links"]).fields.map(\.name) == ["rel"])
  }

  static let errors = [
    (
      #"{"data": []}"#,
      "no records found in answer.json: its arrays are `data` (empty); use a response that has records"
    ),
    (
      #"{"data": null, "code": 404}"#,
      "no records found in answer.json: it has no array of objects; use a response that has records"
    ),
    (
      #"{"rows": [[1, 2], [3, 4]], "columns": ["a", "b"]}"#,
      "no records found in answer.json: its arrays are `rows` (2 arrays), `columns` (2 texts); use a response that has records"
    ),
    (
      "[1, 2]",
      "no records found in answer.json: its arrays are the response itself (2 numbers); use a response that has records"
    ),
    (
      "{\"a\": 1}\n{\"a\": 2}\n",
      "answer.json contains 2 JSON documents; a run reads one document per response"
    ),
    (
      #"{"data": [{"a": 1}"#,
      "cannot read answer.json: the body ends inside the array of records, after record 1, after 18 bytes"
    ),
    ("<html>", "cannot read answer.json: the body is HTML, not JSON: `<html>`"),
    ("", "cannot read answer.json: the body is empty"),
  ]

  @Test(arguments: errors)
  func `a response without records is reported with its arrays`(text: String, message: String) throws {
    let error = try #require(throws: InferenceError.self) { try proposal(text) }
    #expect(error.description == message)
  }

  @Test func `compressed files are reported`() throws {
    let error = try #require(throws: InferenceError.self) {
      try ResponseProposal(savedResponse([0x1F, 0x8B, 0x08, 0x00]), records: nil)
    }
    #expect(
      error.description
        == "answer.json is compressed; decompress it: `zcat answer.json | tidemark init --from - …`")
  }

  @Test func `a wrong path is reported with the right ones`() throws {
    let error = try #require(throws: InferenceError.self) {
      try proposal(#"{"data": [{"a": 1}]}"#, records: ["dat"])
    }
    #expect(error.description == "no records found in answer.json at `dat`: its arrays are `data` (1 object)")
  }

  @Test func `the envelope of the records is detected`() throws {
    let response = try proposal(
      """
      {"code": "200", "msg": "2 records were found", "total": 9, "next": "abc",
       "page": {"count": 2}, "data": [{"a": 1}, {"a": 2}]}
      """)
    let envelope = response.envelope
    #expect(envelope.success?.at == ["code"] && envelope.success?.text == "200")
    #expect(envelope.declared?.at == ["msg"] && envelope.declared?.sample == "{count} records were found")
    #expect(envelope.message == ["msg"])
    #expect(envelope.pageSigns == ["`total` is 9", "`next` links to more records"])
    #expect(try proposal(#"{"count": 1, "data": [{"a": 1}]}"#).envelope.declared?.at == ["count"])
    #expect(try proposal(#"{"page_size": 1, "data": [{"a": 1}]}"#).envelope.declared == nil)
  }
}
