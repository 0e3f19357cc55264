import ArgumentParser
import ConfigurationFiles
import Foundation
import Loading
import Records
import Storage
import SystemPackage

/// Prints partitions for the client of a database. Scripts of `load` run it; it is not for people, so help does not list it.
struct CatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cat",
    abstract: "Print partitions, each row with its chunk, and verify them while they are read.",
    discussion: """
      Scripts that `tidemark load` generates run this command. Exits with 65 if a file is missing or does not have its \
      SHA-256; the reader must then discard what it has read.
      """,
    shouldDisplay: false)

  @Argument(help: ArgumentHelp("Partitions as CHUNK:SHA256:PATH.", valueName: "partition"))
  var partitions: [String]

  @Option(name: .customLong("in"), help: ArgumentHelp("Directory of the partitions.", valueName: "directory"))
  var directory: String

  @Option(help: "Format of the partitions.")
  var format: SinkFormat

  @Option(help: ArgumentHelp("Beginning of each row's label; default: no labels.", valueName: "text"))
  var labels: String?

  @Option(help: ArgumentHelp("Field separator of CSV.", valueName: "character"))
  var delimiter = ","

  @Flag(help: "The CSV files have no header.")
  var noHeader = false

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let output = FileHandle.standardOutput
    var buffer: [UInt8] = []
    var stream = PartitionStream(
      sink: FilePath(directory), files: DiskFileStore(), format: format,
      csv: CSVDialect(delimiter: delimiter.utf8.first ?? UInt8(ascii: ","), header: !noHeader), labelPrefix: labels)
    do {
      for partition in partitions {
        guard let item = PartitionStream.Item(written: partition) else {
          throw ValidationError("expected CHUNK:SHA256:PATH; found \(partition)")
        }
        try stream.print(item) { bytes in
          buffer += bytes
          guard buffer.count >= CatCommand.bufferSize else { return }
          try output.write(contentsOf: buffer)
          buffer.removeAll(keepingCapacity: true)
        }
      }
      try output.write(contentsOf: buffer)
    } catch let error as LoadError {
      // What is left in the buffer is not printed: the reader must not take the rows for complete.
      Console().log("\(PartitionStream.errorPrefix)\(error)")
      throw ExitStatus.badData.asExitCode
    } catch let error as CocoaError {
      // The reader has ended, and has reported why.
      Console().log("error: cannot write standard output: \(error.localizedDescription)")
      throw ExitStatus.cannotWrite.asExitCode
    }
  }

  private static let bufferSize = 256 << 10
}

extension SinkFormat: ExpressibleByArgument {}
