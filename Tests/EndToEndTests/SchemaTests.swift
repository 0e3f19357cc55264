import Foundation
import Testing

struct SchemaTests {
  /// Prints the faults of YAML files by a schema: one a line, nothing where there is none.
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

  private func faults(_ kind: String, in files: [String]) throws -> String {
    let binary = try Binary()
    defer { binary.remove() }
    let ending = try binary.run("schema", kind)
    #expect(ending.status == 0)
    try binary.write("schema.json", ending.output)
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
    #expect(pipelines.count == 7)
    #expect(try faults("pipeline", in: pipelines) == "")
  }

  @Test func `the built-in systems are valid by the schema`() throws {
    #expect(try faults("catalog", in: files("Sources/Declarations/Systems")) == "")
  }

  @Test func `faults are found`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline(
      "wolkvox-transferred-calls",
      replacing: ["format: csv": "format: cvs", "version: 1": "version: 2", "range:": "rnage:"])
    let told = try faults("pipeline", in: [binary.folder.appending(path: pipeline).path])
    #expect(
      told.contains("$.version ") && told.contains("$.sink.format ")
        && told.contains("'rnage' was unexpected"))
    #expect(told.contains("'range' is a required property"))
  }
}
