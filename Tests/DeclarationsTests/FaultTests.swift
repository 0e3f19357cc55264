import Testing

/// A file with something wrong in it, and all that reading says about it.
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

/// Tables of faults with the exact lines that people get to see; one file a subject.
@Suite struct FaultTests {}
