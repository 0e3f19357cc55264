import ArgumentParser
import Declarations
import Storage
import SystemPackage

/// Files that the program makes for people to go on with: never a faulty one, and never over what is there.
struct DraftFiles {
  let console: Console
  let mayReplace: Bool

  /// - Parameter catalogs: texts of catalog files that are not written yet, by path.
  /// - Throws: the exit status for a pipeline that would not be read back; a wrong zone is all that the caller can cause.
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

  /// Writes all of them, or none where one is there already.
  ///
  /// - Parameter catalog: the one among the paths that is a catalog file, which may describe other reports too.
  func write(_ drafts: [(path: String, text: String)], catalog: String? = nil) throws {
    let files = DiskFileStore()
    do {
      for draft in drafts where try !mayReplace && files.status(FilePath(draft.path)) != nil {
        let advice =
          draft.path == catalog
          ? "--force would lose the reports that it has; write into an empty folder, with -o FOLDER/PIPELINE.yaml, "
            + "and copy the report from the catalog there into this one"
          : "give another path with -o, or --force to replace it"
        console.tell("error: \(draft.path) is there already; \(advice)")
        throw ExitStatus.cannotWrite.asExitCode
      }
      for draft in drafts { try files.replaceFile(FilePath(draft.path), with: Array(draft.text.utf8), mode: .shared) }
    } catch let error as StorageError {
      console.tell("error: \(error)")
      throw ExitStatus.cannotWrite.asExitCode
    }
  }
}
