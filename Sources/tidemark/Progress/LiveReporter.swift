import Dispatch
import Exporting
import Fetching
import Foundation
import Synchronization

/// Shows one line at the bottom of a terminal and redraws it in place during a run. Finished chunks leave their line
/// above it.
///
/// The line is erased when the run ends. It is never wider than the terminal, so that erasing it erases all of it.
final class LiveReporter: ProgressReporter {
  private struct State {
    var progress: RunProgress?
    var isDrawn = false
    /// The width of the line drawn last.
    var width = 0
  }

  private let console: Console
  private let lines: TextReporter
  private let isVerbose: Bool
  private let state = Mutex(State())
  // A dispatch source may be used from any thread, although its type is not marked Sendable.
  nonisolated(unsafe) private let ticks: any DispatchSourceTimer

  init(console: Console, pipeline: String, file: String, isVerbose: Bool) {
    self.console = console
    self.isVerbose = isVerbose
    lines = TextReporter(
      console: console, isQuiet: false, isVerbose: isVerbose, pipeline: pipeline, file: file)
    ticks = DispatchSource.makeTimerSource(queue: .global())
    ticks.schedule(deadline: .now(), repeating: .milliseconds(200))
    ticks.setEventHandler { [weak self] in self?.redraw() }
    ticks.resume()
  }

  deinit {
    ticks.cancel()
  }

  func report(_ event: ExportEvent) {
    state.withLock { state in
      switch event {
      case .progressed(let progress): state.progress?.note(progress)
      case .fetch(let event):
        state.progress?.note(event)
        // Events that the line itself shows are not printed.
        if isVerbose, case .sending = event { draw(&state, above: .fetch(event)) }
      case .started(let start):
        draw(&state, above: event)
        state.progress = RunProgress(start)
      case .chunkStarted(let position):
        state.progress?.begin(position)
        draw(&state)
      case .chunkFinished(let result):
        state.progress?.finish(result)
        draw(&state, above: event)
      case .chunkFailed(let position, _):
        state.progress?.fail(position)
        draw(&state, above: event)
      case .note, .warning, .hookSaid, .hookEnded: draw(&state, above: event)
      case .finished, .refused:
        state.progress = nil
        draw(&state, above: event)
      }
    }
  }

  private func redraw() {
    state.withLock { draw(&$0) }
  }

  /// Erases the line, lets `event` print its own above, and draws the line again.
  private func draw(_ state: inout State, above event: ExportEvent? = nil) {
    let columns = TerminalLayout.columns(of: STDERR_FILENO) ?? 80
    let erase = LiveReporter.erase(lineOf: state.isDrawn ? state.width : 0, on: columns)
    if let event {
      if state.isDrawn { console.draw(erase) }
      state.isDrawn = false
      lines.report(event)
    }
    guard let progress = state.progress else { return }
    let line = Console.harmless(progress.line(columns: columns - 1, at: .now))
    console.draw((event == nil ? erase : LiveReporter.erase(lineOf: 0, on: columns)) + line)
    state.isDrawn = true
    state.width = TerminalLayout.width(of: line)
  }

  /// Moves to the start of the line and erases everything after it. A terminal that has become narrower has wrapped
  /// the line into several.
  private static func erase(lineOf width: Int, on columns: Int) -> String {
    let rowsAbove = max(0, width - 1) / max(1, columns)
    return rowsAbove == 0 ? "\r\u{1B}[K" : "\u{1B}[\(rowsAbove)A\r\u{1B}[J"
  }
}
