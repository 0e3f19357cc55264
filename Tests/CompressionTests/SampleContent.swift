import TestSupport

/// Content of many kinds, the same in every run.
struct SampleContent: CustomStringConvertible {
  var description: String
  var bytes: [UInt8]

  private init(_ description: String, _ bytes: [UInt8]) {
    self.description = description
    self.bytes = bytes
  }

  static let all: [SampleContent] =
    [
      SampleContent("nothing", []),
      SampleContent("one byte", [0]),
      SampleContent("two bytes", [255, 0]),
      SampleContent("a short text", Array("abcabcabcabcabcab".utf8)),
      SampleContent("a long run", Array(repeating: 7, count: 300_000)),
      SampleContent("two bytes in turns", (0..<70_000).map { $0 % 2 == 0 ? 65 : 66 }),
      SampleContent("every byte in turns", (0..<70_000).map { UInt8(truncatingIfNeeded: $0) }),
      SampleContent("a period beyond the window", periodic(of: 32_769, count: 150_000)),
      SampleContent("a period as long as the window", periodic(of: 32_768, count: 150_000)),
      SampleContent("noise", noise(200_000, of: 256)),
      SampleContent("noise, then text", noise(70_000, of: 256) + messages(70_000) + noise(200, of: 256)),
      SampleContent("digits", noise(100_000, of: 10).map { $0 + 48 }),
      SampleContent("bytes of very different frequency", skewed(150_000)),
      SampleContent("calls", calls(600_000)),
      SampleContent("messages", messages(600_000)),
    ] + (1...24).map { SampleContent("\($0) letters", Array("the theatre of the thespians".utf8.prefix($0))) }

  /// Rows of a report in short fields, as CSV.
  static func calls(_ count: Int) -> [UInt8] {
    var random = SplitMix64(seed: 1)
    let agents = ["Paula Andrea Rincón", "Camila Torres R", "Jorge Iván Ñustes", "Luis Gómez", "Ana María Pérez"]
    let kinds = ["inbound", "outbound", "internal call_inb", "conference"]
    return rows(count) { row in
      let (agent, kind) = (agents.randomElement(using: &random) ?? "", kinds.randomElement(using: &random) ?? "")
      let (skill, second) = (Int.random(in: 100...3_000, using: &random), Int.random(in: 10..<60, using: &random))
      let phone = Int.random(in: 0..<10_000_000, using: &random)
      let time = "2025-10-13T19:\(second):\(second)Z"
      return "16000\(10_000 + row).\(phone % 99_999),\(skill),\(time),5730\(phone),\(agent),\(kind)\n"
    }
  }

  /// Rows with a text of some hundred bytes.
  static func messages(_ count: Int) -> [UInt8] {
    var random = SplitMix64(seed: 2)
    let words = """
      saludo cordial quisiera saber cuándo llega el pedido porque todavía no ha llegado la factura número gracias por \
      su pronta respuesta dirección teléfono documento adjunto cambio devolución compra fecha caso atención solución
      """.split(whereSeparator: \.isWhitespace)
    return rows(count) { row in
      let text = (0..<60).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
      return "{\"id\":\(row),\"text\":\"\(text) \(Int.random(in: 0...999_999, using: &random))\"}\n"
    }
  }

  static func noise(_ count: Int, of kinds: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: kinds)
    return (0..<count).map { _ in UInt8(random.next() % kinds) }
  }

  private static func rows(_ count: Int, _ row: (Int) -> String) -> [UInt8] {
    var bytes: [UInt8] = []
    var number = 0
    while bytes.count < count {
      bytes += Array(row(number).utf8)
      number += 1
    }
    return Array(bytes.prefix(count))
  }

  private static func periodic(of period: Int, count: Int) -> [UInt8] {
    let once = noise(period, of: 256)
    return (0..<count).map { once[$0 % period] }
  }

  /// Each byte half as frequent as the one before, so that codes reach their limit.
  private static func skewed(_ count: Int) -> [UInt8] {
    var random = SplitMix64(seed: 3)
    return (0..<count).map { _ in UInt8(min(40, random.next().leadingZeroBitCount)) &* 5 }
  }
}
