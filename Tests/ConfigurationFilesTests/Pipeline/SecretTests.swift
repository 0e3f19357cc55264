import ConfigurationFiles
import Testing

@Suite struct SecretTests {
  @Test func `a secret is never printed`() throws {
    let file = try TestPipeline().read()
    let secret = try #require(file.source.secrets["token"])
    var dumped = ""
    dump(file, to: &dumped)
    dump(secret, to: &dumped)
    let texts = [
      dumped, String(describing: file), String(reflecting: file), "\(secret)", String(reflecting: secret),
      "\(file.source.secrets)", "\(Mirror(reflecting: secret).children.map { "\($0)" })", "\(file.fingerprintEntries)",
    ]
    for text in texts { #expect(!text.contains("s3cret")) }
    #expect(secret.withValue { $0 } == "s3cret-of-the-test")
  }

  @Test func `a missing secret is a warning at its position`() throws {
    var pipeline = TestPipeline()
    pipeline.environment = [:]
    let file = try pipeline.read()
    let reason = "the environment variable TOKEN is not set"
    #expect(file.source.secrets.isEmpty)
    #expect(file.source.missingSecrets == [.init(name: "token", reason: reason, line: 6, column: 10)])
    #expect(file.warnings.isEmpty)
    #expect(file.missingSecretDiagnostics(severity: .error).map(\.description) == ["calls.yaml:6:10: error: \(reason)"])
  }

  @Test(arguments: [("", "`token` is empty"), ("a\nb", "`token` contains a line break or another control character")])
  func `a secret with invalid characters counts as missing`(value: String, reason: String) throws {
    var pipeline = TestPipeline()
    pipeline.environment = ["TOKEN": value]
    #expect(try pipeline.read().source.missingSecrets.map(\.reason) == [reason])
  }

  private static let chatTonic = TestPipeline(
    "report: wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}",
    """
    report: chat-tonic/operator
      base_url: https://chat.example.com/
      codename: acme
      username: me@example.com
      password: ${PASSWORD}
      access_token: ${ACCESS}
    """)

  @Test(
    arguments: [
      (["PASSWORD": "p4ssword-of-the-test"], "login", []), (["ACCESS": "t0ken-of-the-test"], "bearer", []),
      (["PASSWORD": "p4ssword-of-the-test", "ACCESS": "t0ken-of-the-test"], "bearer", []),
      ([:], "bearer", ["access_token"]),
    ] as [([String: String], String, [String])])
  func `the first way to authenticate whose secrets are set is used`(
    environment: [String: String], way: String, missing: [String]
  ) throws {
    var pipeline = SecretTests.chatTonic
    pipeline.environment = environment
    let source = try pipeline.read().source
    switch source.auth {
    case .login(let login):
      #expect(way == "login")
      #expect(login.request.method == "POST")
      #expect(login.request.path.description == "/api/v1/user/login")
      #expect(login.tokenPath == ["token"])
      #expect(login.header == "Authorization")
      #expect(login.value.description == "Bearer {token}")
    case .bearer(let token):
      #expect(way == "bearer")
      #expect(token.tokens == ["access_token"])
    default:
      Issue.record("there is another way")
    }
    #expect(source.missingSecrets.map(\.name) == missing)
    #expect(source.baseURL == "https://chat.example.com")
    #expect(source.parameters["base_url"] == "https://chat.example.com")
  }

  @Test func `with a token, a login's parameters are not needed`() throws {
    var pipeline = SecretTests.chatTonic
    pipeline.text = pipeline.text.replacing("  username: me@example.com\n", with: "").replacing(
      "  password: ${PASSWORD}\n", with: "")
    pipeline.environment = ["ACCESS": "t0ken-of-the-test"]
    #expect(try pipeline.read().source.parameters["username"] == nil)
  }

  @Test func `with a base URL override neither secrets nor parameters are required`() throws {
    var pipeline = SecretTests.chatTonic
    pipeline.text = pipeline.text.replacing("acme", with: "${CODENAME}").replacing(
      "https://chat.example.com/", with: "${BASE_URL}")
    pipeline.environment = ["PASSWORD": "p4ssword-of-the-test"]
    pipeline.baseURLOverride = "http://127.0.0.1:4711/"
    let file = try pipeline.read()
    #expect(file.source.baseURL == "http://127.0.0.1:4711")
    #expect(file.source.parameters["base_url"] == "http://127.0.0.1:4711")
    #expect(file.source.parameters["codename"] == "acme")
    #expect(file.source.secrets.isEmpty)
    #expect(file.source.missingSecrets.isEmpty)
    #expect(file.source.auth != nil)
    var bare = TestPipeline("  server: 9901\n  token: ${TOKEN}\n", "")
    bare.baseURLOverride = "http://127.0.0.1:4711"
    #expect(bare.lines.isEmpty)
  }
}
