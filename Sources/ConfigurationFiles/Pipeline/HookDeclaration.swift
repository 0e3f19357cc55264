import Records

/// `on_finish`: a command that is run after runs of the pipeline.
package struct HookDeclaration: Hashable, Sendable {
  /// A program, which has a name, and its arguments.
  package var command: [String]
  package var occasion: Occasion
  package var timeout: Duration

  /// `when`.
  package enum Occasion: String, CaseIterable, Sendable {
    case always
    /// Everything is committed.
    case success
    case failure
  }

  package init(command: [String], occasion: Occasion = .always, timeout: Duration = .seconds(600)) {
    self.command = command
    self.occasion = occasion
    self.timeout = timeout
  }
}
