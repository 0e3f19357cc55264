import Foundation
import Testing

struct SchemaTests {
  /// Prints the errors of YAML files by a schema: one per line, nothing for a valid file.
  private static let validator = """
    import glob, json, sys, jsonschema, yaml
    # YAML 1.2, as editors read it: a date is text.
    class Loader(yaml.SafeLoader): pass
    Loader.yaml_implicit_resolvers = {first: [(tag, regex) for tag, regex in rules if tag != 'tag:yaml.org,2002:timestamp']
                                      for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in sys.argv[2:]:
        for fault in jsonschema.Draft202012Validator(schema).iter_errors(yaml.load(open(path), Loader)):
            print(path.rsplit('/', 1)[-1], fault.json_path, fault.message[:100])
    """

  private func errors(_ kind: String, in files: [String]) throws -> String {
    let binary = try Binary()
    defer { binary.remove() }
    let result = try binary.run("schema", kind)
    #expect(result.status == 0)
    try binary.write("schema.json", result.output)
    let arguments = [binary.folder.appending(path: "schema.json").path] + files
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", SchemaTests.validator] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }

  private func files(_ folder: String) throws -> [String] {
    let path = Binary.checkout.appending(path: folder).path
    return try FileManager.default.contentsOfDirectory(atPath: path).filter {
      $0.hasSuffix(".yaml")
    }
    .map { "\(path)/\($0)" }
  }

  @Test func `the pipelines of the project are valid by the schema`() throws {
    let pipelines = try files("pipelines")
    #expect(pipelines.count == 8)
    #expect(try errors("pipeline", in: pipelines) == "")
  }

  @Test func `the built-in systems are valid by the schema`() throws {
    #expect(try errors("catalog", in: files("Sources/ConfigurationFiles/Systems")) == "")
  }

  @Test(arguments: [("pipeline", "pipelines"), ("catalog", "Sources/ConfigurationFiles/Systems")])
  func `the checked-in schemas and references are up to date`(kind: String, folder: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let place = Binary.checkout.appending(path: folder)
    for (file, format) in [("\(kind).schema.json", "json"), ("keys.md", "markdown")] {
      let written = try String(contentsOf: place.appending(path: file), encoding: .utf8)
      let printed = try binary.run("schema", kind, "--format", format).output
      #expect(written == printed, "\(folder)/\(file): regenerate it with `.ci/references`")
    }
    for path in try files(folder) {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.hasPrefix("# yaml-language-server: $schema=\(kind).schema.json\n"), "\(path)")
    }
  }

  @Test func `a new file refers to the schema in its folder`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let arguments = ["init", "acme/calls", "--from", "answer.json", "--time-zone", "UTC", "--force"]
    try binary.write("answer.json", #"[{"a": 1}]"#)
    #expect(try binary.start(arguments).result().status == 0)
    #expect(try binary.read("acme-calls.yaml").hasPrefix("# calls."))
    for kind in ["pipeline", "catalog"] { try binary.write("\(kind).schema.json", binary.run("schema", kind).output) }
    #expect(try binary.start(arguments).result().status == 0)
    let line = "# yaml-language-server: $schema="
    #expect(try binary.read("acme-calls.yaml").hasPrefix("\(line)pipeline.schema.json\n"))
    #expect(try binary.read("acme.catalog.yaml").hasPrefix("\(line)catalog.schema.json\n"))
    #expect(try errors("pipeline", in: [binary.folder.appending(path: "acme-calls.yaml").path]) == "")
    #expect(try errors("catalog", in: [binary.folder.appending(path: "acme.catalog.yaml").path]) == "")
  }

  @Test(arguments: ["pipeline", "catalog"])
  func `the defaults and examples of a schema are valid`(kind: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("schema.json", try binary.run("schema", kind).output)
    let script = """
      import json, sys, jsonschema
      def walk(schema, path):
          if isinstance(schema, dict) and path.endswith("/properties"):
              for key, inner in schema.items(): walk(inner, path + "/" + key + "'s schema")
          elif isinstance(schema, dict):
              for value in schema.get("examples", []) + ([schema["default"]] if "default" in schema else []):
                  for fault in jsonschema.Draft202012Validator(schema).iter_errors(value): print(path, fault.message)
              for key, inner in schema.items(): walk(inner, path + "/" + key)
          elif isinstance(schema, list):
              for inner in schema: walk(inner, path)
      walk(json.load(open(sys.argv[1])), "")
      """
    let (status, data) = try outputOf("python3", "-c", script, binary.folder.appending(path: "schema.json").path)
    #expect(status == 0)
    #expect(String(decoding: data, as: UTF8.self) == "")
  }

  @Test func `the schema rejects errors in a catalog`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let text = try String(
      contentsOf: Binary.checkout.appending(path: "Sources/ConfigurationFiles/Systems/wolkvox.yaml"), encoding: .utf8)
    try binary.write(
      "wrong.yaml",
      text.replacing("grain: window", with: "grain: windows").replacing("base_url:", with: "base_ulr:")
        .replacing("records: 60000", with: "records: many"))
    let printed = try errors("catalog", in: [binary.folder.appending(path: "wrong.yaml").path])
    #expect(printed.contains("$.reports.chat_13.grain ") && printed.contains("'base_ulr' was unexpected"), "\(printed)")
    #expect(
      printed.contains("$.limits.records ") && printed.contains("'base_url' is a required property"), "\(printed)")
  }

  @Test func `the schema rejects errors in a pipeline`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls",
      replacing: ["format: csv": "format: cvs", "version: 1": "version: 2", "range:": "rnage:"])
    let printed = try errors("pipeline", in: [binary.folder.appending(path: pipeline).path])
    #expect(
      printed.contains("$.version ") && printed.contains("$.sink.format ")
        && printed.contains("'rnage' was unexpected"))
    #expect(printed.contains("'range' is a required property"))
  }
}
