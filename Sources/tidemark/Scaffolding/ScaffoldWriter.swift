import ArgumentParser
import ConfigurationFiles
import Storage
import SystemPackage

/// Writes generated files for users to edit. Never writes an invalid file and never overwrites an existing one.
struct ScaffoldWriter {
  let console: Console
  let mayReplace: Bool

  /// - Parameter catalogs: contents of catalog files that are not written yet, by path.
  /// - Throws: the exit status for a pipeline that is not valid; an invalid time zone is the only error that a caller
  ///   can cause.
  func check(_ pipeline: String, path: String?, catalogs: [String: String]) throws {
    let environment = ConfigurationEnvironment(variables: RunEnvironment.configurationEnvironment.variables) { path in
      try catalogs[path] ?? RunEnvironment.configurationEnvironment.readFile(path)
    }
    do throws(Diagnostics) {
      _ = try PipelineFile(
        yaml: pipeline, path: path ?? "pipeline.yaml", catalog: CatalogLibrary(), environment: environment,
        baseURLOverride: "http://sandbox")
    } catch {
      for diagnostic in error.list { console.log("error: \(diagnostic.message)") }
      throw ExitStatus.usage.asExitCode
    }
  }

  /// Writes all files, or none if one of them exists already.
  ///
  /// - Parameter catalog: the path of the catalog file among the paths, which may also describe other reports.
  func write(_ templates: [(path: String, text: String)], catalog: String? = nil) throws {
    let files = DiskFileStore()
    do {
      for template in templates where try !mayReplace && files.status(FilePath(template.path)) != nil {
        let advice =
          template.path == catalog
          ? "--force would delete its reports; write to an empty folder with -o FOLDER/PIPELINE.yaml, "
            + "and copy the report from the new catalog into this one"
          : "choose another path with -o, or replace it with --force"
        console.log("error: \(template.path) already exists; \(advice)")
        throw ExitStatus.cannotWrite.asExitCode
      }
      for template in templates {
        try files.replaceFile(FilePath(template.path), with: Array(template.text.utf8), mode: .shared)
      }
    } catch let error as StorageError {
      console.log("error: \(error)")
      throw ExitStatus.cannotWrite.asExitCode
    }
  }
}
