import ConfigurationFiles
import Testing

@Suite struct InterpolatedStringTests {
  @Test(arguments: [
    ("${NAME}", "calls"), ("${UNSET:-other}", "other"), ("${EMPTY:-other}", "other"), ("${NAME:-other}", "calls"),
    ("a-${NAME}-${NAME}", "a-calls-calls"), ("$${NAME}", "${NAME}"), ("${UNSET:-}x", "x"),
    ("$NAME {a} $", "$NAME {a} $"),
    ("9901", "9901"), ("true", "true"), ("2026-10-01", "2026-10-01"), ("0x1F", "0x1F"), ("1_000", "1_000"),
    (#""a: ${NAME}""#, "a: calls"), ("'null'", "null"),
  ])
  func `variables are replaced in values of any YAML type`(written: String, value: String) throws {
    var pipeline = TestPipeline("name: calls", "name: \(written)")
    pipeline.environment["NAME"] = "calls"
    pipeline.environment["EMPTY"] = ""
    #expect(try pipeline.read().name == value)
  }

  @Test func `a variable's value cannot change the file's structure`() throws {
    var pipeline = TestPipeline("path: exports/calls", "path: ${DIR}")
    pipeline.environment["DIR"] = "a: [b, #c"
    #expect(try pipeline.read().sink.path == "a: [b, #c")
  }

  @Test(arguments: ["${", "${}", "${A B}", "${9}", "${A", "x ${A:-${B}"])
  func `an invalid variable is an error`(written: String) {
    #expect(
      TestPipeline("name: calls", "name: '\(written)'").lines == [
        "calls.yaml:2:7: error: `name` contains an invalid `${`; "
          + "write `${NAME}`, `${NAME:-default}`, or `$${` for a literal `${`"
      ])
  }

  @Test func `parameters and secrets from files lose their last line break`() throws {
    var pipeline = TestPipeline(
      "server: 9901\n  token: ${TOKEN}", "server: { file: server.txt }\n  token: { file: \"${DIR}/token\" }")
    pipeline.environment = ["DIR": "/run/secrets"]
    pipeline.files = ["server.txt": "9901\n", "/run/secrets/token": "s3cret-of-a-file\r\n"]
    let source = try pipeline.read().source
    #expect(source.parameters == ["server": "9901"])
    #expect(source.secrets["token"]?.withValue { $0 } == "s3cret-of-a-file")
  }

  @Test func `unset variables are reported together`() {
    #expect(
      TestPipeline("name: calls", "name: ${A}${B}").lines == [
        "calls.yaml:2:7: error: the environment variables A, B are not set; write `${A:-DEFAULT}` for a default"
      ])
  }

  @Test func `values from the environment are not repeated in errors`() {
    var pipeline = TestPipeline(
      text: """
        version: ${TOKEN}
        name: calls
        source:
          report: ${TOKEN}
          catalog: ${TOKEN}
        range: { time_zone: "${TOKEN}", from: "${TOKEN}", to: "${TOKEN}", chunk: "${TOKEN}" }
        fields: { a: { type: "${TOKEN}", trim: "${TOKEN}" } }
        sink: { path: "${TOKEN}", format: "${TOKEN}", partition: "${TOKEN}}" }

        """)
    pipeline.environment = ["TOKEN": "s3cret-of-the-test"]
    #expect(pipeline.lines.count >= 9)
    #expect(!pipeline.lines.contains { $0.contains("s3cret") })
  }
}
