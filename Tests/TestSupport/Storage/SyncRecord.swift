/// The synced part of a disk, and the operations since then.
struct SyncRecord: Sendable {
  enum ContentChange: Sendable {
    case append([UInt8])
    case resize(Int)
  }

  private struct File: Sendable {
    var durable: [UInt8] = []
    var changes: [ContentChange] = []
    /// A sync failed: later syncs report success, but nothing more of the file becomes durable.
    var isLost = false
  }

  private var files: [Int: File] = [:]
  private var durableEntries: [Int: [String: Int]] = [:]
  /// The nodes of each directory's names, in order, since the directory's last sync; nil if the name was removed.
  private var pendingEntries: [Int: [String: [Int?]]] = [:]

  init() {}

  /// Everything that is there is durable.
  init(synced image: DiskImage) {
    for (number, node) in image.nodes {
      switch node {
      case .file(let bytes, _): files[number] = File(durable: bytes)
      case .directory(let entries): durableEntries[number] = entries
      case .symbolicLink: break
      }
    }
  }

  mutating func note(_ changes: [DiskImage.EntryChange]) {
    for change in changes {
      pendingEntries[change.directory, default: [:]][change.name, default: []].append(change.number)
    }
  }

  mutating func note(_ change: ContentChange, of file: Int) {
    files[file, default: File()].changes.append(change)
  }

  mutating func syncDirectory(_ directory: Int, entries: [String: Int]) {
    durableEntries[directory] = entries
    pendingEntries[directory] = nil
  }

  mutating func syncFile(_ file: Int, content: [UInt8]) {
    guard files[file]?.isLost != true else { return }
    files[file] = File(durable: content)
  }

  mutating func loseUnsynced(of file: Int) {
    files[file, default: File()].isLost = true
    files[file]?.changes = []
  }

  /// Returns the state that is left if all unsynced changes are lost.
  func durableImage(of image: DiskImage) -> DiskImage {
    rebuilt(image, entries: { durableEntries[$0] ?? [:] }, content: { files[$0]?.durable ?? [] })
  }

  /// Returns a state in which a part of the unsynced changes reached the disk: each name as it was at some time since
  /// the directory's last sync, each file with a beginning of its changes, the last one truncated or full of zeros.
  func partlyDurableImage(of image: DiskImage, seed: UInt64) -> DiskImage {
    var random = SplitMix64(seed: seed)
    // Drawn in the order of the numbers, so that a seed always means the same.
    var entries: [Int: [String: Int]] = [:]
    var contents: [Int: [UInt8]] = [:]
    for (number, node) in image.nodes.sorted(by: { $0.key < $1.key }) {
      switch node {
      case .directory: entries[number] = someEntries(of: number, &random)
      case .file: contents[number] = files[number].map { someContent(of: $0, &random) }
      case .symbolicLink: break
      }
    }
    return rebuilt(image, entries: { entries[$0] ?? [:] }, content: { contents[$0] ?? [] })
  }

  private func someEntries(of directory: Int, _ random: inout SplitMix64) -> [String: Int] {
    var entries = durableEntries[directory] ?? [:]
    for (name, history) in (pendingEntries[directory] ?? [:]).sorted(by: { $0.key < $1.key }) {
      let choice = Int.random(in: 0...history.count, using: &random)
      if choice > 0 { entries[name] = history[choice - 1] }
    }
    return entries
  }

  private func someContent(of file: File, _ random: inout SplitMix64) -> [UInt8] {
    var bytes = file.durable
    let whole = Int.random(in: 0...file.changes.count, using: &random)
    for change in file.changes[..<whole] { SyncRecord.apply(change, to: &bytes) }
    if whole < file.changes.count, case .append(let next) = file.changes[whole] {
      bytes += next.prefix(Int.random(in: 0...next.count, using: &random))
    }
    // The length may reach the disk before the bytes do.
    let kept = min(file.durable.count, bytes.count)
    if kept < bytes.count, Int.random(in: 0..<4, using: &random) == 0 {
      for index in Int.random(in: kept..<bytes.count, using: &random)..<bytes.count { bytes[index] = 0 }
    }
    return bytes
  }

  private static func apply(_ change: ContentChange, to bytes: inout [UInt8]) {
    switch change {
    case .append(let more): bytes += more
    case .resize(let length): bytes.resize(to: length)
    }
  }

  private func rebuilt(
    _ image: DiskImage, entries: (Int) -> [String: Int], content: (Int) -> [UInt8]
  ) -> DiskImage {
    var rebuilt = image
    for (number, node) in image.nodes {
      switch node {
      case .directory: rebuilt[number] = .directory(entries(number))
      case .file(_, let mode): rebuilt[number] = .file(content(number), mode)
      case .symbolicLink: break
      }
    }
    rebuilt.entryChanges = []
    return rebuilt
  }
}
