/// Puts a label before each row of a text format that arrives in pieces.
protocol RowLabeler {
  /// Begins the next file.
  mutating func begin(label: String?)
  /// Returns the labeled bytes.
  mutating func append(_ bytes: [UInt8]) -> [UInt8]
  /// Returns what remains at the end of the file.
  mutating func finish() -> [UInt8]
}
