package import Storage

/// Why the lease of a token cannot be had though nobody holds it: its directory or its file cannot be used.
package struct LeaseError: Error, Hashable, Sendable, CustomStringConvertible {
  package var cause: StorageError

  package var description: String {
    "cannot take the token's lease, which limits the token to one process at a time: \(cause); "
      + "set TIDEMARK_STATE_DIR to a writable directory and rerun to resume"
  }
}
