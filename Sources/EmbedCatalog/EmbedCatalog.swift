import Foundation
import PackagePlugin

/// Embeds every YAML file of the target's `Systems` folder, so that a vendor is added by adding a file.
@main
struct EmbedCatalog: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = target.directoryURL.appending(path: "Systems")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "yaml" }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSystems.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) catalog files",
        executable: try context.tool(named: "CatalogEmbedder").url,
        arguments: [output.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
