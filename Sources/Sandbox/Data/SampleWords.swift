/// The words of generated texts, as the content of JSON strings.
///
/// They deliberately contain text that breaks exports: quotes, commas, tabs, line breaks, a leading `=`, accents,
/// other scripts, emoji, control characters, and escapes in every form.
enum SampleWords {
  static let firstNames = fragments([
    "Ana", "José", "Zoë", "Łukasz", "Iñaki", "Çağla", "Søren", "Chloé", "Miguel", "Beatriz", "Óscar", "María José",
    "小龙", "Наталья", "D'Andre", "Núria", "Joaquim", "Valentina", "Mateo", "Camila",
  ])

  static let lastNames = fragments([
    "Gómez", "Ñúñez", "O'Brien", "Müller", "de la Cruz", "李", "Żółć", "Pérez Ávila", "Соколова", "Restrepo",
    "García-Márquez", "Souza", "Quispe", "Lima Jr.", "Rodríguez", "\"Tito\" Díaz", "van der Berg", "Ibáñez", "Castaño",
    "Mejía",
  ])

  static let mailNames = fragments([
    "ana", "jose", "zoe.k", "m.perez", "soporte", "ventas+web", "camila_r", "o'brien", "x",
  ])

  static let mailHosts = fragments(["example.com", "example.org", "mail.example.net", "correo.example.co"])

  static let words = fragments([
    "alpha", "bravo", "sol", "río", "ventas", "soporte", "cobranza", "retención", "VIP", "web", "norte", "sur",
    "año nuevo",
    "naïve", "Ωmega", "日本",
  ])

  static let sentences = fragments([
    "Re: your order, invoice and \"receipt\"", "=SUM(A1:A9)", "+57 call back, please", "@soporte: ¿cuándo llega?",
    "-1 is not a formula", "Tab\there, comma, semicolon; pipe|", "Tu pedido está en camino 🚚",
    "50 % de descuento ¡hoy!",
    " leading and trailing blanks ", "C:\\exports\\2026\\report.csv", "null", "NaN", "0012", "👩‍👩‍👧‍👦 family plan",
    "Übergrößenträger", "a", "它工作了", "She said 'yes'", "1,234.50", "true",
  ])

  static let paragraphs =
    fragments(paragraphTexts) + fragments(paragraphTexts, escaping: .most)
    + [Array(#"\u003cb\u003ebold\u003c\/b\u003e"#.utf8)]

  private static let paragraphTexts = [
    "Hello,\r\n\r\nthank you for writing to us. Your case is open, and we answer \"as soon as we can\".\r\n",
    "<p style=\"color:red\">Hola, <b>¿cómo estás?</b></p>\n<a href=\"https://example.com/a/b?c=1&d=2\">x</a>\n",
    "=HYPERLINK(\"http://example.com\",\"click\")\n",
    "Name,Amount,Note\n\"Gómez, Ana\",1234.50,\"she said \"\"yes\"\"\"\n",
    "Column one\tcolumn two\tcolumn three\n",
    "🎉 ¡Felicidades! 🇨🇴 Tu código es 007-0042. 👩🏽‍💻\n",
    "Ünïcödé, 漢字, кириллица, العربية, עברית, ไทย; \u{a0}no-break; \u{2028}line separator; \u{feff}mark\n",
    "control \u{1}\u{1f}\u{8}\u{c}\u{1b}[31mred\u{1b}[0m \u{7f}end\n",
    "backslash \\ and slash / and \\n that is no line break and \\u0041 that is no A\n",
    "> quoted once\n>> quoted twice\n--\nSent from my phone\r\n",
    "A longer paragraph that only fills the page, as most of what people write to one another does; nothing in it is hard "
      + "to carry, and a compressor likes it, which is why it comes often and is long enough to matter.\n",
  ]

  private static func fragments(_ texts: [String], escaping: JSONEscaping = .least) -> [[UInt8]] {
    texts.map { $0.jsonFragment(escaping: escaping) }
  }
}
