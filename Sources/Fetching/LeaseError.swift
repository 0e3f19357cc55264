package import Storage

/// Why the lease of a token cannot be had though nobody holds it: its directory or its file cannot be used.
package struct LeaseError: Error, Hashable, Sendable, CustomStringConvertible {
  package var cause: StorageError

  package var description: String {
    "cannot take the lease of the token, which lets one process at a time use it: \(cause); "
      + "let TIDEMARK_STATE_DIR name a directory that can be written, and run again to go on from here"
  }
}
