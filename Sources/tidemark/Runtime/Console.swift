import Foundation
import Synchronization
import SystemPackage

/// Standard output and standard error. Writes complete texts and escapes control characters that could affect a
/// terminal.
final class Console: Sendable {
  private let turn = Mutex(())
  private let failure = Mutex<Errno?>(nil)
  /// Writes log lines as JSON objects.
  private let logsJSON: Bool

  init(logsJSON: Bool = false) {
    self.logsJSON = logsJSON
  }

  /// The reason why standard output cannot be written; nil if it can. A closed pipe is not an error, because its reader
  /// needs no more.
  var outputError: Errno? { failure.withLock { $0 } }

  /// Writes a line of a result to standard output. After an error nothing more is written, so that the output has no
  /// gaps.
  func print(_ line: String) {
    guard outputError == nil else { return }
    if let reason = write(line + "\n", to: STDOUT_FILENO), reason != .brokenPipe {
      failure.withLock { $0 = reason }
    }
  }

  /// Writes a log line to standard error.
  func log(_ line: String) {
    write((logsJSON ? JSONLine.text("message", ["message": line]) : line) + "\n", to: STDERR_FILENO)
  }

  /// Writes a JSON object to standard error.
  func log(object line: String) {
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

  @discardableResult
  private func write(_ text: String, to descriptor: Int32) -> Errno? {
    writeRaw(Console.harmless(text), to: descriptor)
  }

  /// Returns the reason if the write fails. A failure of standard error cannot be reported anywhere.
  @discardableResult
  private func writeRaw(_ text: String, to descriptor: Int32) -> Errno? {
    turn.withLock { _ in
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let reason = Errno(rawValue: errno)
        if written < 0 && reason == .interrupted { continue }
        guard written > 0 else { return written < 0 ? reason : .ioError }
        rest = rest.dropFirst(written)
      }
      return nil
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
