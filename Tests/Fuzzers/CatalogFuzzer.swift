import ConfigurationFiles
import TestSupport

/// Fuzzes catalog files: any text is read, or rejected with errors positioned within it, and pipelines can use
/// accepted ones.
enum CatalogFuzzer {
  @Sendable static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(Diagnostics) {
      let system = try CatalogSystem(yaml: text, path: "fuzzed.yaml")
      let library = CatalogLibrary(files: [(system.name, text)])
      for report in system.reports.prefix(3) {
        let pipeline = """
          version: 1
          name: fuzzed
          source: { report: "\(system.name)/\(report.name)" }
          range: { time_zone: Europe/Madrid, from: 2026-10-24, to: 2026-10-27 }
          sink: { path: out }
          """
        PipelineFuzzer.read(pipeline, catalog: library, override: "http://127.0.0.1:8080")
      }
    } catch {
      expect(!error.list.isEmpty, "a refused file has a fault")
      PipelineFuzzer.check(error.list, in: text)
    }
  }
}
