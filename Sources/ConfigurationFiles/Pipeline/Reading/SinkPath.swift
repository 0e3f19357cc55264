/// The directory of an export, as a pipeline file names it.
enum SinkPath {
  /// The reason why a path cannot be a sink's, as a clause after its name; nil if it can.
  static func error(in path: String) -> String? {
    if path.hasPrefix("~") { return "begins with `~`, which only shells expand; write `${HOME}`" }
    if let scheme = scheme(of: path) {
      return "has the scheme `\(scheme)`, and a sink is a local directory; "
        + (scheme.lowercased() == "file"
          ? "write the path without the scheme" : "export to a local directory and copy it from there in `on_finish`")
    }
    let parts = normalized(path).split(separator: "/")
    if parts.isEmpty || parts == ["."] {
      let name = path.hasPrefix("/") ? "the root directory" : "the working directory"
      return "is \(name), and a sink is a separate directory; add a name, as in `exports/calls`"
    }
    if parts.last == ".." { return "ends with `..`, and a sink is a separate directory; add its name" }
    return nil
  }

  /// The path without empty parts, `.` parts and a slash at its end, so that appending `-sandbox` names a sibling
  /// directory.
  ///
  /// `..` stays: after a symbolic link, it does not lead back.
  static func normalized(_ path: String) -> String {
    let text = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    return path.hasPrefix("/") ? "/" + text : text.isEmpty ? "." : text
  }

  /// `s3` of `s3://bucket/exports`; nil for a path.
  private static func scheme(of path: String) -> Substring? {
    guard let end = path.firstRange(of: "://")?.lowerBound, let first = path.first, first.isASCII, first.isLetter else {
      return nil
    }
    let scheme = path[..<end]
    return scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) } ? scheme : nil
  }
}
