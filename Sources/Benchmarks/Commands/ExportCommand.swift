import ArgumentParser
import Exporting
import Fetching
import Foundation
import Planning
import Storage

/// One export in its own process, so that its CPU time and memory are separate from the server's.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run-export", abstract: "Export from a server that runs already.", shouldDisplay: false)

  @Option var shape: Workload
  @Option var format: ExportFormat
  @Option var days: Int
  @Option var port: Int
  @Option var sink: String
  @Option var level: Int?

  func run() async throws {
    let pipeline = try BenchmarkPipeline(
      shape: shape, days: days, sink: sink, format: format, level: level, address: "http://127.0.0.1:\(port)")
    let transport = try HTTPTransport(TransportOptions(version: "benchmark"))
    let services = ExportServices(
      files: DiskFileStore(), clock: SystemWallClock(), transport: transport, leases: nil, noWait: false,
      randomness: { .random(in: 0..<1) }, processID: Int(ProcessInfo.processInfo.processIdentifier))
    let start = ContinuousClock.now
    let export = Export(ExportJob(file: pipeline.file), options: ExportOptions(), services: services) { _ in }
    let summary = try await export.run()
    await transport.shutdown()
    for failure in summary.failures { throw failure }
    let wall = (ContinuousClock.now - start) / .seconds(1)
    print(wall, Process.cpuSeconds, Process.peakMemory, summary.bytesReceived, summary.bytesWritten)
  }
}
