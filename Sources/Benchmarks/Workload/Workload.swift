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
    var random = WorkloadRandom()
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

  private func record(_ number: Int, _ random: inout WorkloadRandom) -> String {
    let fields: [(String, String)]
    switch self {
    case .agent:
      fields = [
        ("conn_id_transfer", "\(1_600_000_000 + number).\(random.below(90_000) + 10_000)"),
        ("skill_id", random.below(3) == 0 ? "-" : "\(random.below(9_000))"),
        ("date", random.dateTime()),
        ("ani", "57300\(random.below(9_000_000) + 1_000_000)"),
        ("origin_agent_id", "\(random.below(8_000) + 1_000)"),
        ("origin_agent_name", random.pick(WorkloadWords.names)),
        ("destiny_agent_id", "\(random.below(9_999))"),
        ("destiny_agent_name", random.pick(WorkloadWords.names)),
        ("dnis", "\(random.below(999_999) + 3_000_000)"),
        ("time", "00:0\(random.below(9)):\(random.below(49) + 10)"),
        ("type_call", random.pick(WorkloadWords.calls)),
        ("id_call_origin", "\(1_600_000_000 + number).\(random.below(90_000) + 10_000)"),
      ]
    case .chat, .email:
      fields = [
        ("conn_id", "\(1_600_000_000 + number).\(random.below(90_000) + 10_000)"),
        ("agent_id", "\(random.below(8_000) + 1_000)"),
        ("agent_name", random.pick(WorkloadWords.names)),
        ("channel", "email"),
        ("from", "agent\(random.below(400))@example.com"),
        ("to", "customer\(random.below(90_000))@example.org"),
        ("subject", "Re: caso \(random.below(900_000))"),
        (
          "body",
          self == .chat
            ? random.text(of: WorkloadWords.plain, bytes: 600) : random.text(of: WorkloadWords.html, bytes: 2_950)
        ),
        ("date", random.dateTime()),
      ]
    }
    return "{" + fields.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
  }
}
