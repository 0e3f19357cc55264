import Foundation
import Testing

struct CompletionTests {
  @Test(arguments: ["bash", "zsh", "fish"])
  func `completion scripts are generated and accepted by the shell`(shell: String) throws {
    let binary = try Binary()
    defer { binary.remove() }
    let script = try binary.run("--generate-completion-script", shell)
    #expect(script.status == 0)
    for word in ["preview", "newest-first", "time-zone"] { #expect(script.output.contains(word), "\(word)") }
    try binary.write("completions", script.output)
    let (status, _) = try outputOf(shell, "-n", binary.folder.appending(path: "completions").path)
    #expect(status == 0)
  }

  @Test func `bash completes commands, reports and pipeline files`() throws {
    let binary = try Binary()
    defer { binary.remove() }
    try binary.write("nightly.yaml", "")
    try binary.write("notes.txt", "")
    let shelf = binary.folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: shelf, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(at: shelf.appending(path: "tidemark"), withDestinationURL: Binary.path)
    try binary.write("completions", try binary.run("--generate-completion-script", "bash").output)
    func offered(_ words: [String]) throws -> [String] {
      let all = ["tidemark"] + words
      let line = all.joined(separator: " ")
      let list = all.map { "'\($0)'" }.joined(separator: " ")
      let script = """
        PATH='\(shelf.path)':$PATH; . ./completions
        COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(\(list)); COMP_CWORD=\(words.count)
        _tidemark tidemark '\(all[words.count])' '\(all[words.count - 1])'; printf '%s\\n' "${COMPREPLY[@]}"
        """
      let result = try binary.start(URL(fileURLWithPath: "/bin/bash"), ["-c", script]).result()
      return result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    #expect(try offered(["pre"]) == ["preview"])
    #expect(try offered(["reports", "wolkvox/a"]) == ["wolkvox/agent_13_1"])
    #expect(try offered(["check", "n"]) == ["nightly.yaml"])
  }
}
