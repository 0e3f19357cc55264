import Testing

/// A file with errors, and all the lines that reading it reports.
struct Fault<File: Sendable>: CustomTestStringConvertible, Sendable {
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

/// Tables of errors with the exact lines that users see; one file per subject.
@Suite struct FaultTests {}
