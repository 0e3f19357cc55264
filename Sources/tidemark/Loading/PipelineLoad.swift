import ConfigurationFiles
import Exporting
import Foundation
import Loading
import Planning
import Storage
import SystemPackage

/// Loads of pipelines by this process.
struct PipelineLoad {
  let programs: SubprocessRunner
  let clock: any WallClock

  /// Loads the partitions of a pipeline.
  func run(_ file: PipelineFile, options: LoadOptions) async -> Result<LoadSummary, LoadError> {
    do throws(LoadError) {
      let (declaration, _) = try file.loadDialect()
      let environment = ProcessInfo.processInfo.environment.filter {
        !file.source.secretVariables.contains($0.key)
      }
      let client = SubprocessClient(load: declaration, programs: programs, environment: environment)
      return .success(
        try await Load(file, options: options, environment: loadEnvironment(of: file), client: client).run())
    } catch {
      return .failure(error)
    }
  }

  func loadEnvironment(of file: PipelineFile) -> LoadEnvironment {
    LoadEnvironment(
      files: DiskFileStore().withMode(file.sink.permissions), clock: clock,
      processID: Int(ProcessInfo.processInfo.processIdentifier), program: PipelineLoad.program,
      directory: FilePath(FileManager.default.currentDirectoryPath))
  }

  /// The path of this program. The path of a program that was replaced while it runs ends with ` (deleted)`.
  private static var program: String {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return path.map { $0.hasSuffix(" (deleted)") ? String($0.dropLast(" (deleted)".count)) : $0 } ?? "tidemark"
  }
}
