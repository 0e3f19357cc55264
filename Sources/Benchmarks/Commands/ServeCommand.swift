import ArgumentParser
import Foundation
import NIOCore
import NIOPosix

/// Returns the same prepared response to every request, so that the server costs almost nothing.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve one response on a loopback port, until standard input ends.",
    shouldDisplay: false)

  @Option var shape: Workload
  @Option var rows: Int

  func run() async throws {
    let body = shape.response(records: rows)
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
    let response = ByteBuffer(bytes: Array(head.utf8) + body)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(PreparedResponder(response))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    // Not `print`, which buffers its output if it is not a terminal.
    FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
    while readLine() != nil {}
    try await channel.close()
  }
}
