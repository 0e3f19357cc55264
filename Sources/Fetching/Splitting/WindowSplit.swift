package import Planning

/// A window that is requested in parts.
package struct WindowSplit: Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    /// A response showed that the window is too large.
    case response(String)
    /// Earlier responses let expect this share of what one response may hold.
    case expectedLoad(Double)
    /// Responses to windows of this length did not come in time.
    case slowResponses
  }

  package var window: Window
  package var parts: Int
  package var cause: Cause

  package init(window: Window, parts: Int, cause: Cause) {
    self.window = window
    self.parts = parts
    self.cause = cause
  }
}

extension WindowSplit: CustomStringConvertible {
  /// `WINDOW: the response has 60000 records, the API's limit; split into 2 parts`
  package var description: String { "\(window): \(reason); split into \(parts) parts" }

  package var reason: String {
    switch cause {
    case .response(let reason): reason
    case .expectedLoad(let share):
      "earlier responses suggest \(Int((share * 100).rounded(.up)))% of what one response can hold"
    case .slowResponses: "responses to windows of this length did not arrive in time"
    }
  }
}
