import Foundation
import Synchronization

/// Standard output and standard error. Writes complete texts and escapes control characters that could affect a
/// terminal.
final class Console: Sendable {
  private let turn = Mutex(())
  /// Writes log lines as JSON objects.
  private let tellsJSON: Bool

  init(tellsJSON: Bool = false) {
    self.tellsJSON = tellsJSON
  }

  /// Writes a line of a result to standard output.
  func print(_ line: String) {
    write(line + "\n", to: STDOUT_FILENO)
  }

  /// Writes a log line to standard error.
  func tell(_ line: String) {
    write((tellsJSON ? JSONLine.text("message", ["message": line]) : line) + "\n", to: STDERR_FILENO)
  }

  /// Writes a JSON object to standard error.
  func tell(object line: String) {
    write(line + "\n", to: STDERR_FILENO)
  }

  /// Writes text unchanged to standard error, for a display that moves the cursor itself.
  func draw(_ text: String) {
    writeRaw(text, to: STDERR_FILENO)
  }

  /// A Boolean value that is true if standard error is a terminal that can redraw a line.
  var isInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"].map { $0 != "dumb" } ?? false
  }

  private func write(_ text: String, to descriptor: Int32) {
    writeRaw(Console.harmless(text), to: descriptor)
  }

  /// A failed write is ignored, because a closed pipe has no reader.
  private func writeRaw(_ text: String, to descriptor: Int32) {
    turn.withLock { _ in
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// Returns the text with every control character except newline and tab made visible, because text from an API or a
  /// file name must not control a terminal.
  static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
