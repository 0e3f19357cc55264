package import Storage

/// The reason why the lease of a token cannot be taken although no process holds it: its directory or file is
/// unusable.
package struct LeaseError: Error, Hashable, Sendable, CustomStringConvertible {
  package var cause: StorageError

  package var description: String {
    "cannot take the token's lease, which limits the token to one process at a time: \(cause); "
      + "set TIDEMARK_STATE_DIR to a writable directory and rerun to resume"
  }
}
