package import ConfigurationFiles
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// An HTTP server on loopback that imitates the catalog's systems with generated rows.
///
/// Each system is served under its name, `http://127.0.0.1:PORT/SYSTEM`, and what only one of them knows also at the
/// root. `GET /` lists what is served.
package struct SandboxServer: Sendable {
  private let systems: [CatalogSystem]
  private let options: SandboxOptions

  package init(systems: [CatalogSystem], options: SandboxOptions = SandboxOptions()) {
    self.systems = systems
    self.options = options
  }

  /// Serves until the task is cancelled; `ready` gets the address once it listens.
  package func run(ready: @Sendable (SandboxAddress) async -> Void = { _ in }) async throws {
    try await whileServing { address in
      await ready(address)
      // Nothing but a cancellation ends this.
      while true { try await Task.sleep(for: .seconds(3_600)) }
    }
  }

  /// Serves while `body` runs, then stops. Throws the error of `body`, or `SandboxError` if it cannot listen.
  package func whileServing<Result>(
    _ body: (SandboxAddress) async throws -> Result
  ) async throws -> Result {
    let (addresses, continuation) = AsyncStream.makeStream(of: SandboxAddress.self)
    let application = Application(
      responder: SandboxResponder(service: SandboxService(systems: systems, options: options)),
      server: .http1(configuration: HTTP1Channel.Configuration(additionalChannelHandlers: [HangUpHandler()])),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: options.port)),
      onServerRunning: { channel in
        if let port = channel.localAddress?.port { continuation.yield(SandboxAddress(port: port)) }
      },
      logger: Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() }))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { continuation.finish() }
        try await application.run()
      }
      for await address in addresses {
        let result = try await body(address)
        group.cancelAll()
        return result
      }
      try Task.checkCancellation()
      do {
        try await group.waitForAll()
      } catch {
        // NIO's description names the function and the number next to the system's words.
        let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) }
        throw SandboxError(port: options.port, reason: reason ?? "\(error)")
      }
      throw SandboxError(port: options.port, reason: "the server ended unexpectedly")
    }
  }
}
