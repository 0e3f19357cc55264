import Foundation

/// A target of the program and the targets of the package that it depends on.
struct PackageTarget {
  var name: String
  var imports: Set<String>

  /// The targets that a manifest declares below `Sources`.
  static func targets(in manifest: String) -> [PackageTarget] {
    let heads = manifest.matches(
      of: /(?:\bstage|\.target|\.executableTarget|\.systemLibrary|\.plugin)\(\s*(?:name: )?"(\w+)"/)
    return heads.compactMap { head in
      let body = balanced(manifest[head.range.upperBound...])
      guard !body.contains("path: \"Tests/") else { return nil }
      let list = body.firstMatch(of: /(?:imports|dependencies): \[([^\]]*)\]/)?.output.1 ?? ""
      return PackageTarget(
        name: String(head.output.1),
        imports: Set(list.matches(of: /"(\w+)"/).map { String($0.output.1) }))
    }
  }

  /// The text up to the parenthesis that closes one opened before it.
  private static func balanced(_ text: Substring) -> Substring {
    var depth = 1
    return text.prefix { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth > 0
    }
  }
}
