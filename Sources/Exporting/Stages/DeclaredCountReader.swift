import ConfigurationFiles
import Fetching
import Reading
import Records

/// Reads the number of records that an envelope declares, as a number or within text.
struct DeclaredCountReader {
  /// Its first group is the number; nil: the value is the number.
  let pattern: String?

  /// A number as `RecordCountParser` reads it. A space belongs to it only between groups of three digits.
  private nonisolated(unsafe) static let number =
    /[-+]?(?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9](?:[0-9.,'’_\u{A0}\u{202F}]*[0-9])?(?:[eE][-+]?[0-9]+)?)/

  func count(in value: CapturedValue?) -> Result<Int, DeclaredCountProblem> {
    guard let value, let text = value.unescapedText, !text.isEmpty else { return .failure(.missing) }
    do throws(CatalogPatternTimeout) {
      let isNumber = value.kind == .number
      let read =
        if let pattern { try self.read(text, pattern) } else { RecordCountParser.parse(text, isJSONNumber: isNumber) }
      return switch read {
      case .count(let count): .success(count)
      case .impossible: .failure(.impossible(text))
      case .unreadable: .failure(.unreadable(text))
      }
    } catch {
      return .failure(.timeout(error))
    }
  }

  /// Patterns take digits, so that a number in another format is written in digits before they are tried.
  private func read(_ text: String, _ pattern: String) throws(CatalogPatternTimeout) -> RecordCountParser.Count {
    // The catalog's reader has rejected patterns that are not regular expressions.
    guard let expression = try? CatalogPattern(pattern) else { return .unreadable }
    let start = String(text.prefix(ParsedResponse.maxMatched))
    var impossible = 0
    var numbers = 0
    let plain = start.replacing(DeclaredCountReader.number) { match in
      numbers += 1
      switch RecordCountParser.parse(String(match.output), isJSONNumber: false) {
      case .count(let count): return String(count)
      case .impossible:
        impossible += 1
        return String(match.output)
      case .unreadable: return String(match.output)
      }
    }
    for text in [plain, start] {
      guard let groups = try expression.firstMatch(in: text), groups.count > 1, let group = groups[1] else { continue }
      return RecordCountParser.parse(String(group), isJSONNumber: false)
    }
    return numbers == 1 && impossible == 1 ? .impossible : .unreadable
  }
}
