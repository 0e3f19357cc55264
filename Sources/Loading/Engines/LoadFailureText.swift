/// The messages with which a script fails on purpose. The program recognizes them in the output of the client.
package enum LoadFailureText {
  /// Another load changed the table between the query and the script.
  package static let overtaken = "tidemark: another load changed the table at the same time"
  /// Another pipeline loads the same table, and their chunks cannot be distinguished.
  package static let shared = "tidemark: another pipeline loads this table and also fills the chunk column"
  /// The beginning of the message for a chunk whose number of rows differs from the manifest's.
  package static let wrongCount = "tidemark: wrong number of rows in chunk"
  /// The beginning of the message for a file whose content differs from the manifest's.
  package static let wrongFile = "tidemark: wrong content of file"
  /// The beginning of the message for a value that the engine's type cannot hold exactly.
  package static let unfit = "tidemark: value does not fit the column"
}
