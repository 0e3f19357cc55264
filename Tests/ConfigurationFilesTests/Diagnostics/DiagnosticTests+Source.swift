import Testing

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "a source that is a list",
      TestPipeline("source:\n  report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}", "source: [a]"),
      [
        "calls.yaml:3:9: error: `source`: expected a mapping of keys, found a list"
      ]),
    ExpectedDiagnostic(
      "no report",
      TestPipeline("  report: wolkvox/agent_13_1\n", ""),
      [
        "calls.yaml:4:3: error: the key `report` is missing: report as SYSTEM/REPORT; `tidemark reports` lists them, for example `report: acme/calls`"
      ]),
    ExpectedDiagnostic(
      "a report without its system",
      TestPipeline("wolkvox/agent_13_1", "agent_13_1"),
      [
        "calls.yaml:4:11: error: `report`: expected SYSTEM/REPORT; did you mean `wolkvox/agent_13_1`?"
      ]),
    ExpectedDiagnostic(
      "a misspelt report",
      TestPipeline("wolkvox/agent_13_1", "wolkvox/agent_13"),
      [
        "calls.yaml:4:11: error: `wolkvox` has no report `agent_13`; did you mean `agent_13_1`?"
      ]),
    ExpectedDiagnostic(
      "an unknown report",
      TestPipeline("wolkvox/agent_13_1", "wolkvox/zzz"),
      [
        "calls.yaml:4:11: error: `wolkvox` has no report `zzz`; known: chat_12, chat_13, chat_15, agent_13_1"
      ]),
    ExpectedDiagnostic(
      "a misspelt system",
      TestPipeline("wolkvox/agent_13_1", "wolkvxo/agent_13_1"),
      [
        "calls.yaml:4:11: error: the catalog does not contain the system `wolkvxo`; did you mean `wolkvox`?"
      ]),
    ExpectedDiagnostic(
      "an unknown system",
      TestPipeline("wolkvox/agent_13_1", "acme/calls"),
      [
        "calls.yaml:4:11: error: the catalog does not contain the system `acme`; known: chat-tonic, wolkvox; for other systems, set `source.catalog` to your own catalog file"
      ]),
    ExpectedDiagnostic(
      "a missing parameter",
      TestPipeline("  server: 9901\n", ""),
      [
        "calls.yaml:4:3: error: the key `server` is missing: number after `wv` in your operation's address, for example `server: 9901`"
      ]),
    ExpectedDiagnostic(
      "a parameter without a value",
      TestPipeline("server: 9901", "server:"),
      [
        "calls.yaml:5:10: error: `server`: expected a value, `${NAME}` or `{file: PATH}`, found no value"
      ]),
    ExpectedDiagnostic(
      "a list for a parameter",
      TestPipeline("server: 9901", "server: [1]"),
      [
        "calls.yaml:5:11: error: `server`: expected a value, `${NAME}` or `{file: PATH}`, found a list"
      ]),
    ExpectedDiagnostic(
      "a secret that is sent unencrypted",
      TestPipeline("  server: 9901\n", "  server: 9901\n  base_url: http://127.0.0.1.example.com\n"),
      [
        "calls.yaml:6:13: warning: `token` is sent unencrypted to another machine, because the URL begins with http://; use https://"
      ]),
    ExpectedDiagnostic(
      "a secret that stays on this machine",
      TestPipeline("  server: 9901\n", "  server: 9901\n  base_url: http://127.0.0.1:8080\n"),
      []),
    ExpectedDiagnostic(
      "an empty parameter",
      TestPipeline("server: 9901", #"server: """#),
      [
        "calls.yaml:5:11: error: `server` is empty"
      ]),
    ExpectedDiagnostic(
      "an unset variable",
      TestPipeline("server: 9901", "server: ${WV}"),
      [
        "calls.yaml:5:11: error: `server`: the environment variable WV is not set"
      ]),
    ExpectedDiagnostic(
      "a parameter that leads elsewhere",
      TestPipeline("server: 9901", "server: 9901.evil.com/x"),
      [
        "calls.yaml:5:11: error: the value of `server` makes the URL `https://wv{server}.wolkvox.com` invalid"
      ]),
    ExpectedDiagnostic(
      "a parameter from a file that is not there",
      TestPipeline("server: 9901", "server: { file: nope.txt }"),
      [
        "calls.yaml:5:11: error: `server`: cannot read the file `nope.txt`: no such file"
      ]),
    ExpectedDiagnostic(
      "a misspelt file",
      TestPipeline("server: 9901", "server: { fil: nope.txt }"),
      [
        "calls.yaml:5:13: error: unknown key `fil`; did you mean `file`?"
      ]),
    ExpectedDiagnostic(
      "a parameter with a line break",
      TestPipeline("server: 9901", #"server: "99\n01""#),
      [
        "calls.yaml:5:11: error: `server` contains a line break or another control character"
      ]),
    ExpectedDiagnostic(
      "a value that the API does not take",
      TestPipeline(
        "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
        "report: chat-tonic/nps-export\n  base_url: https://x.example.com\n  codename: acme\n  access_token: ${TOKEN}\n  type_user: al"
      ),
      [
        "calls.yaml:8:14: error: `type_user` must be all, promoter, passive or detractor, found `al`; did you mean `all`?"
      ]),
    ExpectedDiagnostic(
      "a value from outside that the API does not take",
      TestPipeline(
        "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
        "report: chat-tonic/nps-export\n  base_url: https://x.example.com\n  codename: acme\n  access_token: ${TOKEN}\n  type_user: ${TOKEN}"
      ),
      [
        "calls.yaml:8:14: error: `type_user` must be all, promoter, passive or detractor"
      ]),
    ExpectedDiagnostic(
      "no way to authenticate",
      TestPipeline(
        "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
        "report: chat-tonic/nps-export\n  base_url: https://x.example.com\n  codename: acme"),
      [
        "calls.yaml:4:3: error: a secret for authentication is missing; add `access_token: ${CHAT_TONIC_ACCESS_TOKEN}` or `password: ${CHAT_TONIC_PASSWORD}`"
      ]),
    ExpectedDiagnostic(
      "parameters that a login and an address need",
      TestPipeline(
        "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
        "report: chat-tonic/operator\n  password: ${TOKEN}"),
      [
        "calls.yaml:4:3: error: the key `base_url` is missing: API address provided by the vendor, for example `base_url: https://chat.example.com`",
        "calls.yaml:4:3: error: the key `codename` is missing: code name of the account, provided by the vendor, for example `codename: acme`",
        "calls.yaml:4:3: error: the key `username` is missing: user name for the login; needed with `password`, for example `username: reports@example.com`",
      ]),
    ExpectedDiagnostic(
      "an address of another kind",
      TestPipeline("server: 9901", "base_url: ftp://x"),
      [
        "calls.yaml:5:13: error: `base_url`: expected a URL such as https://api.example.com, found an invalid value; it must begin with https:// or http://"
      ]),
    ExpectedDiagnostic(
      "an address with a query",
      TestPipeline("server: 9901", "base_url: http://x?y=1"),
      [
        "calls.yaml:5:13: error: `base_url`: expected a URL such as https://api.example.com, found an invalid value; it must not contain `?` or `#`"
      ]),
    ExpectedDiagnostic(
      "an address with a password",
      TestPipeline("server: 9901", "base_url: http://me:hunter22@x"),
      [
        "calls.yaml:5:13: error: `base_url`: expected a URL such as https://api.example.com, found an invalid value; it contains a user name or password; give them as secrets"
      ]),
    ExpectedDiagnostic(
      "an address without a host",
      TestPipeline("server: 9901", #"base_url: "http://:80""#),
      [
        "calls.yaml:5:13: error: `base_url`: expected a URL such as https://api.example.com, found an invalid value; invalid host or port"
      ]),
    ExpectedDiagnostic(
      "an address with a wrong port",
      TestPipeline("server: 9901", "base_url: http://x:99999"),
      [
        "calls.yaml:5:13: error: `base_url`: expected a URL such as https://api.example.com, found an invalid value; invalid host or port"
      ]),
    ExpectedDiagnostic(
      "a catalog file that is not there",
      TestPipeline("server: 9901", "catalog: acme.yaml"),
      [
        "calls.yaml:5:12: error: cannot read the catalog file `acme.yaml`: no such file"
      ]),
    ExpectedDiagnostic(
      "no secret",
      TestPipeline("  token: ${TOKEN}\n", ""),
      [
        "calls.yaml:4:3: error: a secret for authentication is missing; add `token: ${WOLKVOX_TOKEN}`"
      ]),
    ExpectedDiagnostic(
      "a misspelt secret",
      TestPipeline("token:", "tokn:"),
      [
        "calls.yaml:6:3: error: unknown key `tokn`; did you mean `token`?"
      ]),
    ExpectedDiagnostic(
      "a secret in plain sight",
      TestPipeline("${TOKEN}", "abcdefghijkl"),
      [
        "calls.yaml:6:10: warning: `token` is in plain text; use `${WOLKVOX_TOKEN}` or `{file: PATH}`"
      ]),
    ExpectedDiagnostic(
      "a secret whose variable is not set",
      TestPipeline("${TOKEN}", "${OTHER}"),
      [
        "calls.yaml:6:10: warning: the environment variable OTHER is not set"
      ]),
    ExpectedDiagnostic(
      "a secret with a default",
      TestPipeline("${TOKEN}", "${OTHER:-abcdefghijkl}"),
      [
        "calls.yaml:6:10: warning: `token` is in plain text; use `${WOLKVOX_TOKEN}` or `{file: PATH}`"
      ]),
    ExpectedDiagnostic(
      "a secret with a broken variable",
      TestPipeline("${TOKEN}", "${TOKEN"),
      [
        "calls.yaml:6:10: error: `token` contains an invalid `${`; write `${NAME}`, `${NAME:-default}`, or `$${` for a literal `${`"
      ]),
    ExpectedDiagnostic(
      "a secret from a file that is not there",
      TestPipeline("${TOKEN}", "{ file: nope }"),
      [
        "calls.yaml:6:10: warning: cannot read the file `nope`: no such file"
      ]),
  ])
  func `errors in a source are reported at their position`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
