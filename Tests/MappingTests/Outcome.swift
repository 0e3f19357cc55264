import TestSupport

enum Outcome: Hashable {
  case cell(Cell)
  case bad(String)

  static func text(_ text: String) -> Outcome { .cell(.text(text)) }
  static func integer(_ number: Int64) -> Outcome { .cell(.integer(number)) }
}
