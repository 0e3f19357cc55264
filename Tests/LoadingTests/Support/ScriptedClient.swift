import Loading
import Synchronization

/// A client that returns prepared results and keeps the scripts.
final class ScriptedClient: WarehouseClient {
  private let state: Mutex<(results: [ClientResult], scripts: [String])>

  init(_ results: ClientResult...) {
    state = Mutex((results, []))
  }

  var scripts: [String] { state.withLock { $0.scripts } }

  func run(_ script: String) async -> ClientResult {
    state.withLock { state in
      state.scripts.append(script)
      return state.results.isEmpty
        ? ClientResult(exit: .failure("has no more results")) : state.results.removeFirst()
    }
  }
}
