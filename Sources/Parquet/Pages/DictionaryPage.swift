/// The values that the indices of data pages refer to, in `PLAIN` form.
struct DictionaryPage: Sendable {
  var body: PageBody
  var valueCount: Int
}
