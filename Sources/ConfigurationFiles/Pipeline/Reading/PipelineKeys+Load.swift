extension PipelineKeys {
  /// The keys of `load`.
  static let load: [KeySpec] = [
    KeySpec(
      "into", .words(WarehouseEngine.self), .required, help: "Database engine; determines the SQL.",
      example: "postgres"),
    KeySpec(
      "table", .label, .required,
      help: "Table to load, as SCHEMA.TABLE; the first load creates it, in an existing schema.",
      example: "raw.transferred_calls"),
    KeySpec(
      "client", .list(of: .scalar(.verbatim)), .required,
      help:
        "The engine's own client and its arguments; it reads SQL on standard input and uses its own credentials.",
      example: "[psql, -X, service=warehouse]"),
    KeySpec(
      "files", .label,
      help: "Location of the sink's files for an engine that reads from a bucket; paths of partitions are appended.",
      example: "gs://lake/exports/calls"),
    KeySpec(
      "only", .word(["final"]), help: "`final` skips provisional chunks, whose rows may still change.",
      example: "final"),
  ]
}
