import ConfigurationFiles
import Exporting
import Foundation
import Storage
import SystemPackage

/// Reads pipeline files and prints what is wrong in them.
struct PipelineLoader: Sendable {
  let console: Console
  /// Shared by all pipelines of a command, which may name the same pipe.
  let environment = RunEnvironment.configurationEnvironment

  /// Reads pipeline files and prints their errors and warnings; with the sandbox, sinks get its suffix.
  ///
  /// - Throws: the exit status for a file that is wrong or cannot be read, after all files are checked.
  func jobs(_ paths: [String], inSandbox: Bool) throws -> [ExportJob] {
    let (jobs, hasErrors) = readJobs(paths, inSandbox: inSandbox)
    if hasErrors { throw ExitStatus.configuration.asExitCode }
    return jobs
  }

  /// Reads pipeline files; prints errors and leaves out the files that have any.
  func readJobs(_ paths: [String], inSandbox: Bool) -> (jobs: [ExportJob], hasErrors: Bool) {
    var jobs: [ExportJob] = []
    var hasErrors = false
    for path in PipelineLoader.distinct(paths) {
      do {
        let text = try environment.readFile(path)
        if FileKind(yaml: text) == .catalog {
          console.log("\(path): error: a catalog file, not a pipeline; name it in a pipeline as `source.catalog`")
          hasErrors = true
          continue
        }
        var file = try PipelineFile(
          yaml: text, path: path, catalog: CatalogLibrary(), environment: environment,
          baseURLOverride: inSandbox ? PipelineLoader.sandboxPlaceholder : nil)
        for warning in file.warnings { console.log("\(warning)") }
        if inSandbox { file = file.inSandbox }
        jobs.append(ExportJob(file: file))
      } catch let diagnostics as Diagnostics {
        for diagnostic in diagnostics.list { console.log("\(diagnostic)") }
        hasErrors = true
      } catch NamedFileReader.Failure.system(.noSuchFileOrDirectory) {
        console.log("\(path): error: \(PipelineLoader.absence(of: path))")
        hasErrors = true
      } catch {
        console.log("\(path): error: cannot read the pipeline file: \(error)")
        hasErrors = true
      }
    }
    for (name, first, second) in PipelineLoader.sharedNames(jobs) {
      console.log(
        "\(second): warning: the name `\(name)` is also that of \(first), so that metrics and logs confuse the two; "
          + "give each pipeline a name of its own")
    }
    for (path, first, second) in PipelineLoader.sharedSinks(jobs) {
      console.log("\(second): error: the sink \(path) is also used by \(first); give each pipeline its own path")
      jobs.removeAll { $0.file.path == second }
      hasErrors = true
    }
    return (jobs, hasErrors)
  }

  /// The paths without those that lead to the same file as an earlier one.
  private static func distinct(_ paths: [String]) -> [String] {
    var seen: Set<String> = []
    return paths.filter {
      seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path).inserted
    }
  }

  /// The message for a file that does not exist, with the file of the same folder that was probably meant.
  private static func absence(of path: String) -> String {
    let path = FilePath(path)
    if (try? DiskFileStore().status(path)) != nil { return "a symbolic link to a file that does not exist" }
    let folder = path.removingLastComponent()
    let names = ((try? DiskFileStore().list(folder.isEmpty ? "." : folder)) ?? []).filter {
      $0.hasSuffix(".yaml") || $0.hasSuffix(".yml")
    }
    // The extension is equal in all of them, and would make short names similar.
    let stems = names.map { FilePath($0).stem ?? $0 }
    let hint = SpellingSuggestion.of(path.stem ?? "", among: stems).flatMap { stems.firstIndex(of: $0) }
      .map { "; did you mean `\(folder.appending(names[$0]))`?" }
    return "file not found\(hint ?? "")"
  }

  /// Replaces the sandbox's address in output and in the fingerprint, because its port changes from run to run.
  private static let sandboxPlaceholder = "http://sandbox"

  private static func sharedNames(_ jobs: [ExportJob]) -> [(name: String, first: String, second: String)] {
    var owners: [String: String] = [:]
    var shared: [(name: String, first: String, second: String)] = []
    for job in jobs {
      if let owner = owners[job.file.name] { shared.append((job.file.name, owner, job.file.path)) }
      owners[job.file.name] = owners[job.file.name] ?? job.file.path
    }
    return shared
  }

  private static func sharedSinks(_ jobs: [ExportJob]) -> [(path: String, first: String, second: String)] {
    var owners: [String: String] = [:]
    var shared: [(path: String, first: String, second: String)] = []
    for job in jobs {
      let path = FilePath(job.file.sink.path).lexicallyNormalized().string
      if let owner = owners[path] { shared.append((job.file.sink.path, owner, job.file.path)) }
      owners[path] = owners[path] ?? job.file.path
    }
    return shared
  }
}

extension PipelineFile {
  /// The same pipeline with generated secrets, its own sink and its own table, so that generated rows never mix with
  /// real ones.
  fileprivate var inSandbox: PipelineFile {
    var file = self
    file.sink.path += "-sandbox"
    if let load = file.load { file.load?.table = load.table.sibling(load.table.table + "_sandbox") }
    for secret in file.source.system.secrets { file.source.secrets[secret.name] = Secret("sandbox-\(secret.name)") }
    file.source.missingSecrets = []
    return file
  }
}
