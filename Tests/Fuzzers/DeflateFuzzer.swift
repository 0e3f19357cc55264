import Deflate
import TestSupport

/// Fuzzes compression: the output is decompressed by zlib to the same content, in one piece and in blocks, and is
/// never larger than stored.
///
/// The first two bytes select the effort and the size of blocks, the others are a recipe for content: literals, and
/// copies from any distance.
enum DeflateFuzzer {
  private static let most = 150_000

  @Sendable static func run(_ input: [UInt8]) {
    guard input.count > 2 else { return }
    let effort: DeflateEffort = input[0] % 11 == 10 ? .standard : .level(Int(input[0] % 11))
    let content = content(by: input[2...])
    // Twenty blocks at most.
    let blockSize = max(1 + Int(input[1]) * Int(input[1]), content.count / 20)
    let deflater = Deflater(effort)
    check(deflater.compress(content, isLast: true), content, "in one piece")

    var blocks: [UInt8] = []
    var previous: [UInt8] = []
    for start in stride(from: 0, to: content.count, by: blockSize) {
      let block = Array(content[start..<min(start + blockSize, content.count)])
      blocks += deflater.compress(block, after: previous, isLast: false)
      previous = block
    }
    blocks += deflater.compress([], after: previous, isLast: true)
    check(blocks, content, "in blocks")
  }

  private static func check(_ stream: [UInt8], _ content: [UInt8], _ how: String) {
    let read = Gunzip(
      GzipMember.header + stream + GzipMember.trailer(checksum: CRC32(of: content), length: content.count))
    expect(read.isWhole && read.content == content, "\(content.count) bytes \(how) do not come back")
    // Each block, and its end if more follow, may add some bytes to its content.
    let most = content.count + content.count / 1_000 + 250
    expect(stream.count <= most, "\(content.count) bytes \(how) take \(stream.count)")
  }

  private static func content(by recipe: ArraySlice<UInt8>) -> [UInt8] {
    var content: [UInt8] = []
    var rest = recipe
    while let order = rest.popFirst(), content.count < most {
      guard order >= 128, !content.isEmpty, rest.count >= 3 else {
        content += rest.prefix(Int(order % 128))
        rest = rest.dropFirst(Int(order % 128))
        continue
      }
      let distance = 1 + (Int(rest.removeFirst()) << 8 | Int(rest.removeFirst())) % content.count
      let length = 1 + Int(rest.removeFirst()) * Int(order - 127)
      for _ in 0..<length { content.append(content[content.count - distance]) }
    }
    return content
  }
}
