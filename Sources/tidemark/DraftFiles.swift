import ArgumentParser
import Declarations
import Storage
import SystemPackage

/// Writes generated files for users to edit. Never writes an invalid file and never overwrites an existing one.
struct DraftFiles {
  let console: Console
  let mayReplace: Bool

  /// - Parameter catalogs: contents of catalog files that are not written yet, by path.
  /// - Throws: the exit status for a pipeline that is not valid; an invalid time zone is the only error that a caller
  ///   can cause.
  func check(_ pipeline: String, path: String?, catalogs: [String: String]) throws {
    let surroundings = Surroundings(environment: Workshop.surroundings.environment) { path in
      try catalogs[path] ?? Workshop.surroundings.readFile(path)
    }
    do throws(Diagnostics) {
      _ = try PipelineFile(
        yaml: pipeline, path: path ?? "pipeline.yaml", catalog: CatalogLibrary(), surroundings: surroundings,
        baseURLOverride: "http://sandbox")
    } catch {
      for fault in error.list { console.tell("error: \(fault.message)") }
      throw ExitStatus.usage.asExitCode
    }
  }

  /// Writes all files, or none if one of them exists already.
  ///
  /// - Parameter catalog: the path of the catalog file among the paths, which may also describe other reports.
  func write(_ drafts: [(path: String, text: String)], catalog: String? = nil) throws {
    let files = DiskFileStore()
    do {
      for draft in drafts where try !mayReplace && files.status(FilePath(draft.path)) != nil {
        let advice =
          draft.path == catalog
          ? "--force would delete its reports; write to an empty folder with -o FOLDER/PIPELINE.yaml, "
            + "and copy the report from the new catalog into this one"
          : "choose another path with -o, or replace it with --force"
        console.tell("error: \(draft.path) already exists; \(advice)")
        throw ExitStatus.cannotWrite.asExitCode
      }
      for draft in drafts { try files.replaceFile(FilePath(draft.path), with: Array(draft.text.utf8), mode: .shared) }
    } catch let error as StorageError {
      console.tell("error: \(error)")
      throw ExitStatus.cannotWrite.asExitCode
    }
  }
}
