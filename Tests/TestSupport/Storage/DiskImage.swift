package import Storage
package import SystemPackage

/// The content of a file system at one time: files, directories and symbolic links by number, and names for them.
///
/// Paths begin at the root, including relative ones.
package struct DiskImage: Sendable {
  package enum Node: Hashable, Sendable {
    case file([UInt8], FileVisibility)
    case directory([String: Int])
    case symbolicLink(FilePath)
  }

  package static let root = 0
  /// A name that was given to a node, or taken away.
  package struct EntryChange: Hashable, Sendable {
    package var directory: Int
    package var name: String
    package var number: Int?
  }

  package private(set) var nodes: [Int: Node] = [DiskImage.root: .directory([:])]
  /// Every change of a name since the caller last removed them, in order.
  package var entryChanges: [EntryChange] = []
  private var nextNumber = 1

  package init() {}

  package subscript(number: Int) -> Node? {
    get { nodes[number] }
    set { nodes[number] = newValue }
  }

  /// Adds a node without a name.
  package mutating func add(_ node: Node) -> Int {
    defer { nextNumber += 1 }
    nodes[nextNumber] = node
    return nextNumber
  }

  /// Gives a name of a directory to a node, or takes it away.
  package mutating func setEntry(_ name: String, of directory: Int, to number: Int?) {
    // Taken out while it changes, so that a large directory is not copied for each name.
    guard case .directory(var entries)? = nodes.updateValue(.directory([:]), forKey: directory) else { return }
    entries[name] = number
    nodes[directory] = .directory(entries)
    entryChanges.append(EntryChange(directory: directory, name: name, number: number))
  }

  /// Returns the node number of a path; links on the way are followed, and the last part only on request.
  package func number(of path: FilePath, followingLast: Bool = false) throws(Errno) -> Int? {
    try number(of: DiskImage.parts(of: path), followingLast: followingLast, linksLeft: 8)
  }

  /// The parts of a path by its text: walking a `FilePath` takes most of a test's time in a debug build.
  private static func parts(of path: FilePath) -> [Substring] {
    var parts: [Substring] = []
    for part in path.string.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }

  private func number(of parts: [Substring], followingLast: Bool, linksLeft: Int) throws(Errno) -> Int? {
    guard linksLeft > 0 else { throw .tooManySymbolicLinkLevels }
    var current = DiskImage.root
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      guard case .directory(let entries)? = nodes[current] else { throw .notDirectory }
      guard let next = entries[String(part)] else {
        if isLast { return nil }
        throw .noSuchFileOrDirectory
      }
      if case .symbolicLink(let target)? = nodes[next], followingLast || !isLast {
        let base = target.isAbsolute ? FilePath("/") : FilePath("/" + parts[..<index].joined(separator: "/"))
        let onward = DiskImage.parts(of: base.pushing(target)) + parts[(index + 1)...]
        return try number(of: onward, followingLast: followingLast, linksLeft: linksLeft - 1)
      }
      current = next
    }
    return current
  }

  /// The directory that holds a path's last part, and that part.
  package func place(of path: FilePath) throws(Errno) -> (directory: Int, name: String) {
    var parts = DiskImage.parts(of: path)
    guard let name = parts.popLast() else { throw .invalidArgument }
    guard let directory = try number(of: parts, followingLast: true, linksLeft: 8) else {
      throw .noSuchFileOrDirectory
    }
    guard case .directory? = nodes[directory] else { throw .notDirectory }
    return (directory, String(name))
  }

  /// Returns the node of a directory's name.
  package func entry(_ name: String, of directory: Int) -> Int? {
    guard case .directory(let entries)? = nodes[directory] else { return nil }
    return entries[name]
  }

  package func entries(of directory: Int) -> [String: Int]? {
    guard case .directory(let entries)? = nodes[directory] else { return nil }
    return entries
  }

  package func content(of file: Int) -> [UInt8]? {
    guard case .file(let bytes, _)? = nodes[file] else { return nil }
    return bytes
  }

  /// Changes a file's content in place.
  package mutating func change(_ file: Int, by body: (inout [UInt8]) -> Void) {
    guard case .file(var bytes, let mode)? = nodes.removeValue(forKey: file) else { return }
    body(&bytes)
    nodes[file] = .file(bytes, mode)
  }

  /// Every file by its path, sorted.
  package var files: [(path: FilePath, bytes: [UInt8])] {
    tree.compactMap { path, bytes in bytes.map { (path, $0) } }
  }

  /// Every directory, with nil, and every file with its bytes, by path, sorted.
  var tree: [(path: FilePath, bytes: [UInt8]?)] {
    var found: [(path: FilePath, bytes: [UInt8]?)] = []
    func visit(_ number: Int, _ path: FilePath) {
      switch nodes[number] {
      case .file(let bytes, _)?: found.append((path, bytes))
      case .directory(let entries)?:
        found.append((path, nil))
        for (name, child) in entries.sorted(by: { $0.key < $1.key }) { visit(child, path.appending(name)) }
      case .symbolicLink?, nil: break
      }
    }
    visit(DiskImage.root, "/")
    return found
  }

  package func status(of number: Int) -> FileStatus? {
    switch nodes[number] {
    case .file(let bytes, _)?: FileStatus(kind: .file, size: bytes.count)
    case .directory?: FileStatus(kind: .directory, size: 0)
    case .symbolicLink(let target)?: FileStatus(kind: .symbolicLink, size: target.string.utf8.count)
    case nil: nil
    }
  }
}

/// The operations of a file system, with the errors of POSIX.
extension DiskImage {
  package mutating func create(_ path: FilePath, mode: FileVisibility) throws(Errno) -> Int {
    let (directory, name) = try place(of: path)
    if let existing = entry(name, of: directory), case .directory? = nodes[existing] { throw .isDirectory }
    let number = add(.file([], mode))
    setEntry(name, of: directory, to: number)
    return number
  }

  /// The number of the regular file at a path.
  package func file(_ path: FilePath) throws(Errno) -> Int {
    guard let number = try number(of: path) else { throw .noSuchFileOrDirectory }
    switch nodes[number] {
    case .file?: return number
    case .directory?: throw .isDirectory
    case .symbolicLink?: throw .tooManySymbolicLinkLevels
    case nil: throw .noSuchFileOrDirectory
    }
  }

  package func status(_ path: FilePath) throws(Errno) -> FileStatus? {
    do throws(Errno) {
      return try number(of: path).flatMap(status(of:))
    } catch .noSuchFileOrDirectory, .notDirectory {
      return nil
    }
  }

  package func list(_ path: FilePath) throws(Errno) -> [String] {
    do throws(Errno) {
      guard let directory = try number(of: path, followingLast: true) else { return [] }
      guard let entries = entries(of: directory) else { throw .notDirectory }
      return entries.keys.sorted()
    } catch .noSuchFileOrDirectory {
      return []
    }
  }

  package mutating func makeDirectory(_ path: FilePath) throws(Errno) {
    let (directory, name) = try place(of: path)
    guard entry(name, of: directory) == nil else { throw .fileExists }
    setEntry(name, of: directory, to: add(.directory([:])))
  }

  package mutating func makeSymbolicLink(_ path: FilePath, to target: FilePath) throws(Errno) {
    let (directory, name) = try place(of: path)
    guard entry(name, of: directory) == nil else { throw .fileExists }
    setEntry(name, of: directory, to: add(.symbolicLink(target)))
  }

  package mutating func rename(_ from: FilePath, to: FilePath) throws(Errno) {
    let (oldDirectory, oldName) = try place(of: from)
    let (newDirectory, newName) = try place(of: to)
    guard let number = entry(oldName, of: oldDirectory) else { throw .noSuchFileOrDirectory }
    if let replaced = entry(newName, of: newDirectory) {
      // Two names of one file: POSIX requires that nothing happens.
      if replaced == number { return }
      if case .directory? = nodes[replaced] { throw .isDirectory }
    }
    setEntry(oldName, of: oldDirectory, to: nil)
    setEntry(newName, of: newDirectory, to: number)
  }

  package mutating func link(_ from: FilePath, to: FilePath) throws(Errno) -> Bool {
    let number = try file(from)
    let (directory, name) = try place(of: to)
    guard entry(name, of: directory) == nil else { return false }
    setEntry(name, of: directory, to: number)
    return true
  }

  package mutating func remove(_ path: FilePath) throws(Errno) {
    do throws(Errno) {
      let (directory, name) = try place(of: path)
      guard let number = entry(name, of: directory) else { return }
      if case .directory? = nodes[number] { throw .isDirectory }
      setEntry(name, of: directory, to: nil)
    } catch .noSuchFileOrDirectory, .notDirectory {
      return
    }
  }

  package mutating func removeEmptyDirectory(_ path: FilePath) throws(Errno) {
    do throws(Errno) {
      let (directory, name) = try place(of: path)
      guard let number = entry(name, of: directory) else { return }
      guard let entries = entries(of: number) else { throw .notDirectory }
      if entries.isEmpty { setEntry(name, of: directory, to: nil) }
    } catch .noSuchFileOrDirectory {
      return
    }
  }
}

extension [UInt8] {
  /// Cuts the bytes to `length`, or fills them up to it with zeros.
  package mutating func resize(to length: Int) {
    if length <= count {
      removeLast(count - length)
    } else {
      append(contentsOf: repeatElement(0, count: length - count))
    }
  }
}
