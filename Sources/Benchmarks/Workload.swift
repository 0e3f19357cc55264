import ArgumentParser
import ConfigurationFiles

/// A kind of record, with generated values: the same for every run.
enum Workload: String, CaseIterable, ExpressibleByArgument {
  case agent, chat, email

  static let help = "agent: short fields, 334 bytes; chat: a text of 600 bytes; email: HTML with many escapes, 3.3 KB"

  /// The catalog's report with such responses, found by a field that no other report has.
  var report: String {
    get throws {
      let field =
        switch self {
        case .agent: "conn_id_transfer"
        case .chat, .email: "subject"
        }
      let library = CatalogLibrary()
      for name in library.names {
        let reports = try library.system(named: name)?.reports ?? []
        if let report = reports.first(where: { $0.fields.contains { $0.name == field } }) {
          return "\(name)/\(report.name)"
        }
      }
      preconditionFailure("the catalog has a report with the field \(field)")
    }
  }

  /// Rows of about 20 MB.
  var usualRows: Int {
    switch self {
    case .agent: 60_000
    case .chat: 22_000
    case .email: 6_000
    }
  }

  /// Returns a response with a number of records.
  func response(records: Int) -> [UInt8] {
    var random = SeededRandom()
    var text = Array(#"{"code":"200","error":null,"msg":"\#(records) records were found","data":["#.utf8)
    for number in 0..<records {
      if number > 0 { text.append(UInt8(ascii: ",")) }
      text += record(number, &random).utf8
    }
    text += "]}".utf8
    return text
  }

  /// Returns a response of at least a number of bytes.
  func response(bytes: Int) -> [UInt8] {
    let sample = response(records: 200)
    return response(records: bytes / (sample.count / 200) + 1)
  }

  private func record(_ number: Int, _ random: inout SeededRandom) -> String {
    let fields: [(String, String)]
    switch self {
    case .agent:
      fields = [
        ("conn_id_transfer", "\(1_600_000_000 + number).\(random.below(90_000) + 10_000)"),
        ("skill_id", random.below(3) == 0 ? "-" : "\(random.below(9_000))"),
        ("date", random.dateTime()),
        ("ani", "57300\(random.below(9_000_000) + 1_000_000)"),
        ("origin_agent_id", "\(random.below(8_000) + 1_000)"),
        ("origin_agent_name", random.pick(Words.names)),
        ("destiny_agent_id", "\(random.below(9_999))"),
        ("destiny_agent_name", random.pick(Words.names)),
        ("dnis", "\(random.below(999_999) + 3_000_000)"),
        ("time", "00:0\(random.below(9)):\(random.below(49) + 10)"),
        ("type_call", random.pick(Words.calls)),
        ("id_call_origin", "\(1_600_000_000 + number).\(random.below(90_000) + 10_000)"),
      ]
    case .chat, .email:
      fields = [
        ("conn_id", "\(1_600_000_000 + number).\(random.below(90_000) + 10_000)"),
        ("agent_id", "\(random.below(8_000) + 1_000)"),
        ("agent_name", random.pick(Words.names)),
        ("channel", "email"),
        ("from", "agent\(random.below(400))@example.com"),
        ("to", "customer\(random.below(90_000))@example.org"),
        ("subject", "Re: caso \(random.below(900_000))"),
        ("body", self == .chat ? random.text(of: Words.plain, bytes: 600) : random.text(of: Words.html, bytes: 2_950)),
        ("date", random.dateTime()),
      ]
    }
    return "{" + fields.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
  }
}

/// Numbers that look random and are the same in every run.
private struct SeededRandom {
  private var state: UInt64 = 42

  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  mutating func pick(_ words: [String]) -> String { words[below(words.count)] }

  mutating func dateTime() -> String {
    "2025-10-\(below(20) + 10) \(below(13) + 10):\(below(49) + 10):\(below(49) + 10)"
  }

  /// Appends words until the text has a number of bytes.
  mutating func text(of words: [String], bytes: Int) -> String {
    var text = ""
    while text.utf8.count < bytes {
      text += pick(words)
      text += " "
      if below(40) == 0 { text += "\(below(1_000_000)) " }
    }
    return text
  }
}

/// Words as they are written in JSON.
private enum Words {
  static let names = [
    "Ana María Pérez", "Luis Gómez", "Camila Torres R", "", "Jorge Iván Ñustes", "Paula Andrea Rincón",
  ]
  static let calls = ["conference", "inbound", "transfer", "internal call_inb"]
  static let plain =
    words(
      """
      hola buenos días gracias por su respuesta el pedido número no ha llegado todavía quisiera saber cuándo lo entregan porque
      necesito la factura de compra cambio devolución producto dirección correo teléfono atención cordial saludo espero pronta
      solución del caso adjunto documento solicitado quedo atento usted hoy? a y en que con para una los las fecha
      """)
    + [#"\u00bfc\u00f3mo"#, #"est\u00e1"#, #"\n\n"#, #"\"urgente\""#]
  static let html =
    words(
      "de radicado estimado cliente, le confirmamos la solicitud al usuario su caso ha sido escalado gracias por &nbsp;"
    )
    + [
      #"<p style=\"margin:0\">"#, #"<\/p>\r\n"#, #"<br \/>"#, #"<a href=\"https:\/\/www.example.com\/a\/b?c=d\">"#,
      #"<\/a>"#, #"<span style=\"font-size:11pt\">"#, #"<\/span>"#, #"recepci\u00f3n"#, #"n\u00famero"#,
      #"atenci\u00f3n"#, #"\r\n"#, #"d\u00edas"#, #"h\u00e1biles"#, "escribirnos", "cordialmente",
    ]

  private static func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
}
