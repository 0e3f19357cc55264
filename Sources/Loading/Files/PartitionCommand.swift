import ConfigurationFiles
import Records

/// Shell commands that print partitions with `tidemark cat`, for clients that read the output of a program.
struct PartitionCommand {
  let target: LoadTarget
  /// Each row begins with its label.
  let isLabeled: Bool

  /// Returns commands that print all chunks in order, each of a limited length.
  func commands(for chunks: [LoadChunk], longest: Int) -> [String] {
    var commands: [String] = []
    var command = head
    var isEmpty = true
    for chunk in chunks {
      let arguments = " " + arguments(for: chunk)
      if !isEmpty, command.utf8.count + arguments.utf8.count > longest {
        commands.append(command)
        command = head
      }
      command += arguments
      isEmpty = false
    }
    return isEmpty ? [] : commands + [command]
  }

  private var head: String {
    var words = [target.files.program.shellQuoted, "cat", "--format", target.files.format.rawValue]
    if isLabeled { words += ["--labels", target.labelPrefix.shellQuoted] }
    if target.files.format == .csv {
      let csv = target.files.csv
      if !csv.header { words.append("--no-header") }
      if csv.delimiter != UInt8(ascii: ",") {
        words += ["--delimiter", String(decoding: [csv.delimiter], as: UTF8.self).shellQuoted]
      }
    }
    words += ["--in", target.files.location.shellQuoted, "--"]
    return words.joined(separator: " ")
  }

  /// A chunk's file is named last because only it may contain any character.
  private func arguments(for chunk: LoadChunk) -> String { "\(chunk.id):\(chunk.sha256):\(chunk.path)".shellQuoted }
}

extension String {
  /// The text as one word of a POSIX shell's command.
  var shellQuoted: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "_-./=:@+,".utf8.contains(byte)
        }
      }
    return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }

  /// The text for a comment: without control characters, so that it cannot end the line.
  var onOneLine: String {
    String(UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
