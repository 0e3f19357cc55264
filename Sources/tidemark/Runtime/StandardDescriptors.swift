import Foundation

/// Standard input, output and error.
enum StandardDescriptors {
  /// Opens `/dev/null` for each one that the caller has closed. Otherwise the next file to be opened would get its
  /// number, and what is meant for the terminal would be written into that file.
  static func open() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is the one that is missing.
      _ = Foundation.open("/dev/null", O_RDWR)
    }
  }
}
