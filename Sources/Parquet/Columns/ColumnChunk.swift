/// One column of a row group.
struct ColumnChunk: Sendable {
  var dictionary: DictionaryPage?
  var pages: [DataPage] = []
}
