import Compression
import Records
import Storage
import SystemPackage

/// One response that is being recorded.
final class RecordedResponseFile {
  private var head: RecordedResponse
  private let path: FilePath
  private let files: any FileStore
  private let file: any WritableFile
  /// A recording shall not cost more than the export it accompanies.
  private var encoder: GzipEncoder
  private var body: StreamRedactor
  private(set) var bytes = 0

  init(
    _ head: RecordedResponse, name: String, directory: FilePath, files: any FileStore, redactor: SecretRedactor
  ) throws {
    self.head = head
    self.path = directory.appending(name + RecordedResponse.headSuffix)
    self.files = files
    self.body = StreamRedactor(redactor)
    self.encoder = try GzipEncoder(.level(1))
    self.file = try files.create(directory.appending(head.body), mode: .ownerOnly)
  }

  func append(_ block: [UInt8]) throws {
    bytes += block.count
    let compressed = try encoder.append(body.append(block))
    if !compressed.isEmpty { try file.write(compressed) }
  }

  /// - Parameter isCut: more of the body was not recorded.
  func finish(failure: TransportError?, isCut: Bool = false) throws {
    try file.write(try encoder.append(body.finish(isCut: isCut || failure != nil)) + encoder.finish())
    try file.sync()
    try file.close()
    head.bytes = bytes
    head.failure = failure.map { .init(kind: $0.kind.rawValue, reason: $0.description) }
    try files.replaceFile(path, with: head.encoded(), mode: .ownerOnly)
  }
}
