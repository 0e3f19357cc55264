import Compression
import Foundation
import SystemPackage
import TestSupport
import Testing

/// The files as other programs read them.
struct ReaderTests {
  @Test func `gzip, pigz, igzip and Python read every gzip file`() async throws {
    let folder = try TemporaryFolder()
    for level in [GzipLevel.standard, .level(1), .level(6), .level(9)] {
      for (index, sample) in SampleContent.all.enumerated() {
        try write(sample.bytes, GzipMember.compress(sample.bytes, level), "\(level)-\(index)", "gz", in: folder)
        try await write(sample.bytes, member(of: sample.bytes, level), "\(level)-\(index)-blocks", "gz", in: folder)
      }
    }
    for program in ["gzip -dc", "pigz -dc", "igzip -dc"] {
      let script = "for f in *.gz; do \(program) \"$f\" | cmp - \"${f%.gz}\" || exit 1; done"
      #expect(try output(of: ["sh", "-c", script], in: folder) == "", "\(program)")
    }
    let script = """
      import glob, gzip
      for name in glob.glob("*.gz"):
        assert gzip.open(name).read() == open(name[:-3], "rb").read(), name
      """
    #expect(try output(of: ["python3", "-c", script], in: folder) == "")
  }

  @Test func `zstd reads every frame`() throws {
    let folder = try TemporaryFolder()
    for (index, sample) in SampleContent.all.enumerated() {
      try write(sample.bytes, ZstdFrame.compress(sample.bytes), "\(index)", "zst", in: folder)
    }
    let script = "for f in *.zst; do zstd -dqc \"$f\" | cmp - \"${f%.zst}\" || exit 1; done"
    #expect(try output(of: ["sh", "-c", script], in: folder) == "")
  }

  /// A member of blocks that were compressed in parallel.
  private func member(of content: [UInt8], _ level: GzipLevel) async throws -> [UInt8] {
    var queue = GzipBlockQueue(level)
    var previous: [UInt8] = []
    let ends = stride(from: GzipMember.blockSize, through: content.count, by: GzipMember.blockSize)
    for end in ends {
      let block = Array(content[(end - GzipMember.blockSize)..<end])
      queue.submit(block, after: previous, isLast: false)
      previous = block
    }
    queue.submit(
      Array(content[(content.count / GzipMember.blockSize * GzipMember.blockSize)...]), after: previous, isLast: true)
    var member = GzipMember.header
    var checksum = CRC32()
    while let task = queue.takeOldest() {
      let block = try await task.value
      member += block.bytes
      checksum.append(block.checksum, length: block.length)
    }
    return member + GzipMember.trailer(checksum: checksum, length: content.count)
  }

  private func write(
    _ content: [UInt8], _ compressed: [UInt8], _ name: String, _ suffix: String, in folder: TemporaryFolder
  ) throws {
    let path = folder.path.appending(name.filter { $0.isLetter || $0.isNumber || $0 == "-" }).string
    try Data(content).write(to: URL(filePath: path))
    try Data(compressed).write(to: URL(filePath: "\(path).\(suffix)"))
  }

  /// The output of a program, standard error included, and its status if that is not 0.
  private func output(of arguments: [String], in folder: TemporaryFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path.string)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text : "\(text)status \(process.terminationStatus)"
  }
}
