/// Runs the engine's own client.
package protocol WarehouseClient: Sendable {
  /// Starts the client, writes the script to its standard input and waits for its end.
  func run(_ script: String) async -> ClientResult
}
