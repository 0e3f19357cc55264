/// The end of a client.
package enum ClientExit: Hashable, Sendable {
  case success
  /// The reason completes the sentence "the client …".
  case failure(String)
  /// A signal stopped the load.
  case stopped
}
