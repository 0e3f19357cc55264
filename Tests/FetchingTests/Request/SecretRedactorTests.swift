import ConfigurationFiles
import Foundation
import Records
import TestSupport
import Testing

/// A secret that a server repeats is masked, however it is spelled and wherever a text ends.
struct SecretRedactorTests {
  static let secret = #"p/ss+w%rd "ü😀\42"#
  static let redactor = SecretRedactor([secret])

  /// One spelling of a whole text.
  struct Spelling: CustomTestStringConvertible, Sendable {
    var name: String
    var spell: @Sendable (String) -> String
    var testDescription: String { name }
  }

  static func unicode(_ text: String, digits: (String) -> String) -> String {
    text.utf16.map { unit in
      let number = String(unit, radix: 16)
      return #"\u"# + digits(String(repeating: "0", count: 4 - number.count) + number)
    }.joined()
  }

  static func percent(_ text: String, format: String) -> String {
    text.utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      return byte < 0x80 && (character.isLetter || character.isNumber)
        ? String(character) : String(format: format, byte)
    }.joined()
  }

  static func json(_ text: String) -> String {
    let escaped: [Character: String] = ["\"": #"\""#, "\\": #"\\"#, "/": #"\/"#]
    return text.map { escaped[$0] ?? String($0) }.joined()
  }

  static func html(_ text: String) -> String {
    let names: [Character: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;", "/": "&sol;", "+": "&plus;",
      "=": "&equals;",
    ]
    return text.map { names[$0] ?? String($0) }.joined()
  }

  static let spellings = [
    Spelling(name: "plain") { $0 },
    Spelling(name: "JSON") { json($0) },
    Spelling(name: "JSON within JSON") { json(json($0)) },
    Spelling(name: "JSON escapes") { unicode($0) { $0 } },
    Spelling(name: "JSON escapes in capitals") { unicode($0) { $0.uppercased() } },
    Spelling(name: "percent") { percent($0, format: "%%%02x") },
    Spelling(name: "percent in capitals") { percent($0, format: "%%%02X") },
    Spelling(name: "percent, all of it") { $0.utf8.map { String(format: "%%%02X", $0) }.joined() },
    Spelling(name: "a form") { percent($0, format: "%%%02X").replacing("%20", with: "+") },
    Spelling(name: "percent twice") { percent($0, format: "%%25%02X") },
    Spelling(name: "HTML numbers") { $0.unicodeScalars.map { "&#\($0.value);" }.joined() },
    Spelling(name: "HTML numbers with zeros") {
      $0.unicodeScalars.map { "&#\(String(format: "%07d", $0.value));" }.joined()
    },
    Spelling(name: "HTML hexadecimal") { $0.unicodeScalars.map { "&#x\(String($0.value, radix: 16));" }.joined() },
    Spelling(name: "HTML hexadecimal in capitals") {
      $0.unicodeScalars.map { "&#X\(String($0.value, radix: 16, uppercase: true));" }.joined()
    },
    Spelling(name: "HTML names") { html($0) },
    Spelling(name: "HTML within HTML") { html(html($0)) },
    Spelling(name: "HTML within JSON") { json(html($0)) },
    Spelling(name: "escapes of programming languages") { $0.utf8.map { String(format: #"\x%02x"#, $0) }.joined() },
    Spelling(name: "hexadecimal") { $0.utf8.map { String(format: "%02x", $0) }.joined() },
    Spelling(name: "hexadecimal in capitals") { $0.utf8.map { String(format: "%02X", $0) }.joined() },
    Spelling(name: "percent within JSON") { json(percent($0, format: "%%%02X")) },
    Spelling(name: "small letters") { $0.lowercased() },
    Spelling(name: "capitals") { $0.uppercased() },
  ]

  @Test(arguments: spellings)
  func `every spelling is masked`(_ spelling: Spelling) {
    let text = "a \(spelling.spell(SecretRedactorTests.secret)) z"
    #expect(SecretRedactorTests.redactor.redacted(text) == "a *** z", "\(text)")
  }

  @Test func `any mixture of spellings is masked`() {
    var generator = SplitMix64(seed: 42)
    for _ in 0..<500 {
      let text = SecretRedactorTests.secret.map { character in
        SecretRedactorTests.spellings[Int.random(in: 0..<9, using: &generator)].spell(String(character))
      }.joined()
      #expect(SecretRedactorTests.redactor.redacted("<\(text)>") == "<***>", "\(text)")
    }
  }

  @Test(arguments: ["", "u", "us", "user:", "me:"], ["", "!", "!!", "!!!"])
  func `base64 is masked at every alignment, and so are the characters that share bits with the secret`(
    _ before: String, _ after: String
  ) {
    for secret in [SecretRedactorTests.secret, "s3cret-token-42", "???>>>~~~"] {
      let encoded = Data("\(before)\(secret)\(after)".utf8).base64EncodedString()
      let web = encoded.replacing("+", with: "-").replacing("/", with: "_")
      for text in [encoded, web, encoded.replacing("/", with: #"\/"#), encoded.replacing("=", with: "")] {
        let shown = SecretRedactor([secret]).redacted("Basic \(text);")
        #expect(shown.contains("***"), "\(shown)")
        let rest = shown.dropFirst("Basic ".count).dropLast().replacing("***", with: "").replacing("=", with: "")
        #expect(rest.count <= before.utf8.count * 4 / 3 + after.utf8.count * 4 / 3 + 2, "\(text): \(shown)")
      }
    }
  }

  @Test(arguments: spellings)
  func `wherever an excerpt is cut, no more than two characters of a secret are shown`(_ spelling: Spelling) {
    let spelled = Array(spelling.spell(SecretRedactorTests.secret))
    let text = "a: " + String(spelled) + " :z"
    for end in 3...3 + spelled.count {
      let shown = SecretRedactorTests.redactor.redacted(String(text.prefix(end)), cut: .end)
      #expect(shown == "a: ***" || isShort(shown.dropFirst(3), of: spelling), "\(text.prefix(end)): \(shown)")
    }
    for start in 0..<spelled.count {
      let shown = SecretRedactorTests.redactor.redacted(String(text.dropFirst(3 + start)), cut: .start)
      #expect(shown == "*** :z" || isShort(shown.dropLast(3), of: spelling), "\(text.dropFirst(3 + start)): \(shown)")
    }
  }

  /// No more than two characters, as they are spelled.
  private func isShort(_ rest: Substring, of spelling: Spelling) -> Bool {
    guard !rest.contains("***") else { return false }
    let start = spelling.spell(String(SecretRedactorTests.secret.prefix(3)))
    let end = spelling.spell(String(SecretRedactorTests.secret.suffix(3)))
    return rest.utf8.count < max(start.utf8.count, end.utf8.count)
  }

  @Test func `an excerpt from within a secret is masked`() {
    let redactor = SecretRedactor(["0123456789abcdefghijklmnopqrstuvwxyz"])
    #expect(redactor.redacted("9abcdefghij", cut: [.start, .end]) == "***")
    #expect(redactor.redacted("9abcdefghij") == "9abcdefghij")
  }

  @Test func `a short secret is masked as a word`() {
    let redactor = SecretRedactor(["abc1", "no", "-x-"])
    #expect(redactor.redacted("key=abc1&k=abc12 abc1") == "key=***&k=abc12 ***")
    #expect(redactor.redacted("no, none, ano no.") == "***, none, ano ***.")
    #expect(redactor.redacted(#"k%3Dabc1 \nabc1 \u003dabc1 a-x-b YWJjMQ=="#) == #"k%3D*** \n*** \u003d*** a***b ***"#)
    #expect(redactor.redacted("%61bc1 %6eo") == "*** ***")
  }

  @Test func `secrets within one another leave nothing`() {
    let redactor = SecretRedactor(["pass word/1", "pass word/123", "ord/12345678"])
    #expect(redactor.redacted("a pass word/1 b pass word/123 c pass word/12345678 d") == "a *** b *** c *** d")
  }

  @Test func `in bytes a secret is overwritten, each byte by one, and a number stays a number`() {
    var bytes = Array(#"{"a":"abcabcabcabd","b":"abc\u0061bcabd","n":1234567890,"m":"2"}"#.utf8)
    SecretRedactor(["abcabcabd", "1234567890", "2"]).overwrite(&bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"a":"abc*********","b":"**************","n":2222222222,"m":"1"}"#)
  }

  @Test(arguments: spellings)
  func `a body in blocks is masked wherever they end`(_ spelling: Spelling) {
    var generator = SplitMix64(seed: 7)
    let redactor = SecretRedactor([SecretRedactorTests.secret, "abc1"])
    let secret = spelling.spell(SecretRedactorTests.secret)
    var text = ""
    while text.utf8.count < 150_000 {
      text += String(repeating: "x", count: Int.random(in: 0..<3_000, using: &generator)) + secret + " abc1 abc12"
    }
    var whole = Array(text.utf8)
    redactor.overwrite(&whole)
    for size in [1, 7, 1_000, 65_536] {
      var stream = StreamRedactor(redactor)
      var rest = Array(text.utf8)[...]
      var masked: [UInt8] = []
      // The smallest blocks for a part of it: each of their ends is tried.
      while !rest.isEmpty {
        let block = rest.prefix(size)
        rest = rest.dropFirst(size)
        masked += stream.append(Array(block))
      }
      masked += stream.finish(isCut: false)
      #expect(masked == whole, "blocks of \(size)")
    }
  }

  @Test func `a body that ends within a secret keeps nothing of it`() {
    var stream = StreamRedactor(SecretRedactor(["s3cret-token-42"]))
    #expect(stream.append(Array("a s3cret-tok".utf8)).isEmpty)
    #expect(String(decoding: stream.finish(isCut: true), as: UTF8.self) == "a **********")
  }

  @Test(arguments: ["%", #"\"#, "&", "&amp;", "%25", #"\u"#, "s"])
  func `a long secret costs no more time where a text only looks like an escape`(_ unit: String) {
    let redactor = SecretRedactor([String(repeating: "s3cret-token-42/", count: 500)])
    let text = String(repeating: unit, count: 200_000)
    let took = ContinuousClock().measure { #expect(redactor.redacted(text) == text) }
    #expect(took < .seconds(30))
  }

  @Test func `a redactor shows nothing of what it knows`() {
    #expect("\(SecretRedactorTests.redactor)" == "***")
    #expect(String(reflecting: SecretRedactorTests.redactor) == "***")
    #expect(Mirror(reflecting: SecretRedactorTests.redactor).children.isEmpty)
  }
}
