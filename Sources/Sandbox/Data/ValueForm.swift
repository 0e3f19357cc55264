import ConfigurationFiles
import Records

/// The generation and the format of one field's values.
enum ValueForm: Sendable {
  /// The event's own time, or the time group of an aggregated row.
  case time(TimeStyle)
  /// The values that distinguish the rows of a window report, as JSON.
  case key([[UInt8]])
  /// One of these JSON values.
  case choice([[UInt8]])
  /// An array of some of these JSON values.
  case list([[UInt8]])
  case id(quoted: Bool)
  case phone
  case person
  case email
  case sentence
  case message
  case word
  /// `HH:MM:SS`, hours beyond 24 too.
  case clock
  /// A duration as a number of seconds.
  case seconds(quoted: Bool)
  case count(quoted: Bool)
  case ratio(quoted: Bool)
  case boolean(quoted: Bool)
  /// A time near the row's own.
  case moment(TimeStyle)
  /// A small object.
  case document

  /// The format of a time.
  enum TimeStyle: Sendable {
    /// `2026-10-01`
    case day
    /// `2026-10-01 05:00:00`
    case local
    /// `2026-10-01T05:00:00.000Z`
    case utc
    /// Seconds since 1970.
    case epoch
    /// In the field's own format.
    case formatted(FormattedTime)
  }

  /// True if the values of a window report's rows add up over adjacent windows.
  var isSum: Bool {
    switch self {
    case .clock, .seconds, .count: true
    default: false
    }
  }

  /// True if the rows of one key have the same value in every window.
  var isLasting: Bool {
    switch self {
    case .ratio, .moment, .time: false
    default: !isSum
    }
  }

  init(_ field: CatalogField, clock: SourceClock) {
    let hint = field.sample
    let values = hint?.values ?? []
    let quoted = (hint?.asText ?? false) || field.type == .string
    let isCount = field.format?.isEpoch ?? false
    let json = values.map { ValueForm.json(of: $0, type: isCount ? .integer : field.type, quoted: quoted) }
    let style = ValueForm.timeStyle(of: field, quoted: quoted || !isCount, clock: clock)
    let isList = field.type == .json || field.join != nil
    switch hint?.like {
    case .time: self = .time(style)
    case .key: self = .key(json.isEmpty ? ValueForm.madeUpKeys(quoted: quoted) : json)
    case _ where !json.isEmpty: self = isList ? .list(json) : .choice(json)
    case .id where isList: self = .list(ValueForm.madeUpKeys(quoted: true))
    case .id: self = .id(quoted: quoted)
    case .phone: self = .phone
    case .person: self = .person
    case .email: self = .email
    case .sentence: self = .sentence
    case .message: self = .message
    case .word: self = .word
    case .duration: self = [.string, .seconds].contains(field.type) ? .clock : .seconds(quoted: quoted)
    case .count: self = .count(quoted: quoted)
    case .ratio: self = .ratio(quoted: quoted)
    case nil: self = ValueForm(type: field.type, quoted: quoted, style: style)
    }
  }

  private init(type: ColumnType, quoted: Bool, style: TimeStyle) {
    switch type {
    case .string: self = .word
    case .integer: self = .count(quoted: quoted)
    case .decimal, .double: self = .ratio(quoted: quoted)
    case .boolean: self = .boolean(quoted: quoted)
    case .date, .timestamp, .localTimestamp: self = .moment(style)
    case .seconds: self = .clock
    case .json: self = .document
    }
  }

  private static func timeStyle(of field: CatalogField, quoted: Bool, clock: SourceClock) -> TimeStyle {
    if let format = field.format {
      return .formatted(FormattedTime(format: format, isDate: field.type == .date, quoted: quoted, clock: clock))
    }
    return switch field.type {
    case .date: .day
    case .localTimestamp: .local
    case .integer, .decimal, .double, .seconds: .epoch
    default: clock.isOfRange ? .local : .utc
    }
  }

  /// Returns a value of the catalog as JSON of its type: a string, or the text itself if it is JSON.
  private static func json(of value: String, type: ColumnType, quoted: Bool) -> [UInt8] {
    let isLiteral = ["true", "false", "null"].contains(value)
    let isNumber = Double(value) != nil && value.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
    let plain: Bool =
      switch type {
      case .integer, .decimal, .double, .seconds: isNumber || value == "null"
      case .boolean: isLiteral
      case .json: isLiteral || isNumber
      default: value == "null" && type != .string
      }
    return plain && !quoted ? Array(value.utf8) : value.jsonText()
  }

  private static func madeUpKeys(quoted: Bool) -> [[UInt8]] {
    (1...12).map { number in
      guard quoted else { return Array(String(1_000 + number).utf8) }
      var bytes = Array("\"5f".utf8)
      bytes.append(contentsOf: String(SeededRandom.mixed(UInt64(number)) | 1 << 63, radix: 16).utf8)
      bytes.append(UInt8(ascii: "\""))
      return bytes
    }
  }
}
