import Foundation
import Testing

/// The claims of the README, run.
struct ReadmeTests {
  private let page: Page

  init() throws {
    page = try Page("README.md")
  }

  @Test func `it takes about a thousand words`() {
    let words = page.text.split(whereSeparator: \.isWhitespace)
    #expect((800...1_200).contains(words.count))
  }

  @Test func `its pipeline has no errors`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipelines = page.blocks("yaml")
    #expect(pipelines.count == 1)
    try binary.write("pipeline.yaml", pipelines[0] + "\n")
    let result = try binary.run("check", "--sandbox", "pipeline.yaml")
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
  }

  @Test func `its pipeline exports every day up to today`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("pipeline.yaml", try #require(page.blocks("yaml").first) + "\n")
    let result = try binary.run("run", "--sandbox", "--now", "2026-10-04T12:00:00Z", "pipeline.yaml")
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(try binary.partitions("exports/transferred-calls-sandbox").count == 3)
  }

  @Test func `its table of commands lists every command and no other`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let help = try binary.run("--help").output
    let commands = help.components(separatedBy: "SUBCOMMANDS:\n").last?.split(separator: "\n")
      .prefix { $0.hasPrefix("  ") }
      .filter { !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    let listed = page.table("command").compactMap { row in
      Page.code(in: row[0]).first?.split(separator: " ").dropFirst().first.map(String.init)
    }
    #expect(listed.sorted() == commands?.filter { !["help", "See"].contains($0) }.sorted())
  }

  @Test func `its first command prints the output that follows it`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let shown = try #require(page.blocks("text").first).split(separator: "\n").map(String.init)
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    let result = try binary.run("run", "--sandbox", pipeline)
    let printed = (result.diagnostics + result.output).split(separator: "\n").map(String.init)
    // Sizes of files depend on the machine's libz, and durations differ from run to run.
    func stable(_ line: String) -> String {
      line.replacing(/, [\d.]+ [kM]?B (?:out|written).*/, with: "")
    }
    for line in shown where line != "..." && !line.contains("  time ") {
      #expect(printed.contains { stable($0) == stable(line) }, "\(line)")
    }
  }

  @Test func `a repeated command sends no request and changes no file, and a refresh keeps the files`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let pipeline = try binary.copyPipeline("wolkvox-transferred-calls")
    #expect(try binary.run("run", "--sandbox", "--log-format", "json", pipeline).status == 0)
    let sink = "exports/wolkvox-transferred-calls-sandbox"
    let files = try identities(binary, sink)
    #expect(files.keys.contains("date=2026-10-01/20261001T050000Z-20261002T050000Z.csv.gz"))
    for (flags, calls) in [([], 0), (["--refresh", "all"], 7)] {
      let result = try binary.start(["run", "--sandbox", "--log-format", "json"] + flags + [pipeline]).result()
      #expect(result.status == 0)
      let last = try #require(result.diagnostics.split(separator: "\n").last)
      let event = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
      #expect(event?["calls"] as? Int == calls, "\(last)")
      #expect(event?["committed"] as? Int == 0, "\(last)")
      #expect(try identities(binary, sink) == files)
    }
  }

  /// The inode and the time of change of each partition.
  private func identities(_ binary: Binary, _ sink: String) throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try binary.partitions(sink).keys {
      let file = binary.folder.appending(path: "\(sink)/\(path)").path
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      let modified = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      found[path] = "\(attributes[.systemFileNumber] ?? "") \(modified)"
    }
    return found
  }

  @Test func `memory does not grow with the response`() throws {
    var peaks: [Int] = []
    for rows in ["20000", "50000"] {
      let binary = try Binary()
      defer { binary.remove() }
      let pipeline = try binary.copyPipeline(
        "wolkvox-transferred-calls", replacing: ["to: 2026-10-08": "to: 2026-10-02"])
      let measure = """
        import os, subprocess, sys
        binary, rows, pipeline = sys.argv[1:]
        server = subprocess.Popen([binary, 'sandbox', '--port', '0', '--rows-per-day', rows], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True)
        address = next(word.strip('.,;') for line in server.stdout for word in line.split() if word.startswith('http://'))
        text = open(pipeline).read().replace('  server: ${WOLKVOX_SERVER}', '  base_url: ' + address.rstrip('/') )
        open(pipeline, 'w').write(text)
        run = subprocess.Popen([binary, 'run', '--quiet', pipeline])
        _, status, usage = os.wait4(run.pid, 0)
        print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
        server.terminate()
        """
      var runner = binary
      runner.environment = ["WOLKVOX_TOKEN": "a valid token"]
      let result = try runner.start(
        URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", measure, Binary.path.path, rows, pipeline]
      ).result()
      let numbers = result.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      try #require(numbers.count == 2 && numbers[0] == 0, "\(result)")
      peaks.append(numbers[1])
    }
    // In kB. The responses have 7 MB and 17 MB, so that one kept in memory would add 10 MB.
    #expect(peaks[1] < peaks[0] + 4_000, "\(peaks)")
  }

  @Test func `its exit codes are those of the program`() throws {
    let codes = page.table("exit code").compactMap { Int($0[0]) }
    #expect(codes.sorted() == [0, 1, 64, 65, 69, 73, 75, 77, 78])
  }

  @Test func `its second command is a script that runs every test`() throws {
    #expect(page.blocks("sh").count == 2)
    let script = try #require(page.blocks("sh").last)
    let file = Binary.checkout.appending(path: script).path
    #expect(FileManager.default.isExecutableFile(atPath: file))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(" passed, 0 failed") && page.blocks("text").last == "... passed, 0 failed")
  }

  @Test func `the packages that it installs are those of the container recipe`() throws {
    let command = try #require(page.blocks("sh").first)
    let packages = try #require(command.firstMatch(of: /apt-get install -y (.+?) &&/)).output.1.split(separator: " ")
    let recipe = try String(
      contentsOf: Binary.checkout.appending(path: "samples/schedulers/Containerfile"), encoding: .utf8)
    let installed = try #require(recipe.firstMatch(of: /--no-install-recommends (.+?) &&/)).output.1
    #expect(installed.split(separator: " ") == packages)
  }
}
