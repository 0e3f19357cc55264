/// A parameter or secret as the file gives it, variables unresolved.
enum GivenValue {
  case text(String)
  /// The path of a file; `written` is the path as written in the file, for messages.
  case file(path: String, written: String)
}
