import Testing

/// A file with errors, and all the lines that reading it reports.
struct ExpectedDiagnostic<File: Sendable>: CustomTestStringConvertible, Sendable {
  var title: String
  var file: File
  var lines: [String]

  init(_ title: String, _ file: File, _ lines: [String]) {
    self.title = title
    self.file = file
    self.lines = lines
  }

  var testDescription: String { title }
}
