import ConfigurationFiles
import Testing

/// Tests of reading `on_finish`; its errors are in `DiagnosticTests`.
@Suite struct HookTests {
  @Test func `a plain command always runs, for at most ten minutes`() throws {
    let hook = try TestPipeline(adding: "on_finish: [python3, load.py, 7]\n").read().onFinish
    #expect(hook == HookDeclaration(command: ["python3", "load.py", "7"], occasion: .always, timeout: .seconds(600)))
  }

  @Test func `a mapping sets the occasion and the timeout`() throws {
    let hook = try TestPipeline(adding: "on_finish: { command: [./alert], when: failure, timeout: 30 s }\n").read()
      .onFinish
    #expect(hook == HookDeclaration(command: ["./alert"], occasion: .failure, timeout: .seconds(30)))
  }

  @Test func `shell variables in the command are not resolved`() throws {
    let text = "on_finish: [sh, -c, 'echo ${TIDEMARK_RUN%-*} \"$TOKEN\" $${x}']\n"
    let command = try #require(try TestPipeline(adding: text).read().onFinish).command
    #expect(command == ["sh", "-c", "echo ${TIDEMARK_RUN%-*} \"$TOKEN\" $${x}"])
  }

  @Test func `without on_finish there is no command`() throws {
    #expect(try TestPipeline().read().onFinish == nil)
  }

  @Test func `the variables of secrets are known, also with a base URL override`() throws {
    var pipeline = TestPipeline("${TOKEN}", "${TOKEN}${REST:-0}")
    #expect(try pipeline.read().source.secretVariables == ["TOKEN", "REST"])
    pipeline.baseURLOverride = "http://127.0.0.1:1"
    #expect(try pipeline.read().source.secretVariables == ["TOKEN", "REST"])
  }
}

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "one text for a command",
      TestPipeline(adding: "on_finish: ./load.sh now\n"),
      [
        "calls.yaml:13:12: error: `on_finish`: expected a list, each element text or a mapping with `command`, `when` or `timeout`, found a single value"
      ]),
    ExpectedDiagnostic(
      "a command without a program",
      TestPipeline(adding: "on_finish: []\n"),
      [
        "calls.yaml:13:12: error: `on_finish` is empty; give a program and its arguments, for example `[python3, load.py]`"
      ]),
    ExpectedDiagnostic(
      "a variable for a program",
      TestPipeline(adding: "on_finish: { command: [\"${HOME}/load\"] }\n"),
      [
        "calls.yaml:13:23: error: `on_finish` does not resolve `${NAME}` in the program's name; "
          + "use a shell, for example `[sh, -c, 'exec \"$HOME/load\"']`"
      ]),
    ExpectedDiagnostic(
      "misspelt keys of a hook",
      TestPipeline(adding: "on_finish: { comand: [x], when: failed, timeout: 0 s }\n"),
      [
        "calls.yaml:13:14: error: unknown key `comand`; did you mean `command`?",
        "calls.yaml:13:33: error: `when`: expected always, success or failure, found `failed`",
      ]),
    ExpectedDiagnostic(
      "no time",
      TestPipeline(adding: "on_finish: { command: [x], timeout: 0 s }\n"),
      ["calls.yaml:13:37: error: `timeout` must be longer than zero"]),
    ExpectedDiagnostic(
      "a misspelt hook",
      TestPipeline(adding: "on_finsh: [x]\n"),
      ["calls.yaml:13:1: error: unknown key `on_finsh`; did you mean `on_finish`?"]),
  ])
  func `errors in on_finish are reported`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
