import Foundation
import Planning
import Records

/// The columns of a Delta table, which are only ever added.
struct DeltaSchema: Hashable, Sendable {
  private(set) var fields: [Field] = []

  struct Field: Hashable, Sendable {
    var name: String
    /// A primitive type of Delta; anything else that another program wrote has no equal here.
    var type: String
    /// The chunk whose file has this column; nil for a column that the log lists.
    var chunk: ChunkID?
  }

  init() {}

  /// Reads the schema of a table's metadata; nil if it is not a schema.
  init?(json text: String) {
    guard let schema = try? JSONDecoder().decode(Structure.self, from: Data(text.utf8)) else { return nil }
    fields = schema.fields.map { Field(name: $0.name, type: $0.type.name) }
  }

  /// Adds a column, unless it is present.
  ///
  /// - Throws: if a column with that name has another type.
  mutating func add(_ name: String, _ type: String, chunk: ChunkID? = nil) throws(DeltaTableError) {
    guard let known = fields.first(where: { $0.name == name }) else {
      fields.append(Field(name: name, type: type, chunk: chunk))
      return
    }
    guard known.type != type else { return }
    throw .conflictingTypes(column: name, known: known.type, in: known.chunk, other: type, otherIn: chunk)
  }

  var hasLocalTimestamps: Bool { fields.contains { $0.type == "timestamp_ntz" } }

  /// The schema as the metadata of a table contains it.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let structure = Structure(
      type: "struct",
      fields: fields.map {
        Structure.Field(name: $0.name, type: TypeName(name: $0.type), nullable: true, metadata: [:])
      })
    return String(decoding: try encoder.encode(structure), as: UTF8.self)
  }

  static func type(of column: Column) -> String {
    switch column.type {
    case .string, .json: "string"
    case .integer, .seconds: "long"
    case .decimal: "decimal(38,9)"
    case .double: "double"
    case .boolean: "boolean"
    case .date: "date"
    case .timestamp: "timestamp"
    case .localTimestamp: "timestamp_ntz"
    }
  }

  private struct Structure: Codable {
    var type: String
    var fields: [Field]

    struct Field: Codable {
      var name: String
      var type: TypeName
      var nullable: Bool?
      var metadata: [String: String]?

      init(name: String, type: TypeName, nullable: Bool?, metadata: [String: String]?) {
        self.name = name
        self.type = type
        self.nullable = nullable
        self.metadata = metadata
      }

      init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        name = try keys.decode(String.self, forKey: .name)
        type = try keys.decode(TypeName.self, forKey: .type)
      }
    }
  }

  /// A type's name; that of a nested type is a word that no column has.
  private struct TypeName: Codable {
    var name: String

    init(name: String) {
      self.name = name
    }

    init(from decoder: any Decoder) throws {
      name = (try? decoder.singleValueContainer().decode(String.self)) ?? "nested"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(name)
    }
  }
}
