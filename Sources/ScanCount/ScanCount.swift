import Reading
import Records
import SystemPackage

/// The scanner and nothing else, in one thread and without a run loop, for programs that count instructions.
///
///     ScanCount RESPONSE RECORDS KEY...
///
/// Reads the response 64 KiB at a time, locates the keys of the records under the key RECORDS, and prints how many
/// records there were.
@main
struct ScanCount {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 3, let path = arguments.first else { throw Errno.invalidArgument }
    let keys = arguments.dropFirst()
    var reader = ResponseReader(ResponseLayout(records: Array(keys.prefix(1)), wanted: keys.dropFirst().map { [$0] }))
    let file = try FileDescriptor.open(path, .readOnly)
    try file.closeAfter {
      while let block = try read(from: file) {
        try reader.append(block)
        while try reader.next() != nil {}
      }
    }
    try reader.finish()
    while try reader.next() != nil {}
    print(reader.summary.records)
  }

  private static func read(from file: FileDescriptor) throws -> [UInt8]? {
    let block = try [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
      count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    return block.isEmpty ? nil : block
  }
}
