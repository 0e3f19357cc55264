import ConfigurationFiles
import Exporting
import Loading
import Synchronization

/// Runs the client of a pipeline's `load` as a subprocess.
struct SubprocessClient: WarehouseClient {
  let load: LoadDeclaration
  let programs: SubprocessRunner
  /// Without the secrets of the source, which the client does not need.
  let environment: [String: String]

  /// The lines of standard error that are kept.
  private static let maxErrorLines = 200

  func run(_ script: String) async -> ClientResult {
    let output = Mutex<[String]>([])
    let errors = Mutex<[String]>([])
    let exit = await programs.run(
      load.client, environment: environment, input: Array(script.utf8),
      onOutput: { line in output.withLock { $0.append(line.text) } },
      onError: { line in
        errors.withLock { lines in
          lines.append(line.text)
          if lines.count > SubprocessClient.maxErrorLines { lines.removeFirst() }
        }
      })
    return ClientResult(
      exit: SubprocessClient.exit(exit), output: output.withLock { $0 }, errors: errors.withLock { $0 })
  }

  private static func exit(_ exit: ProcessExit) -> ClientExit {
    switch exit {
    case .exited(code: 0): .success
    case .exited(let code): .failure("ended with exit code \(code)")
    case .killed(let signal): .failure("was killed by signal \(signal)")
    case .stopped: .stopped
    case .notStarted(let reason): .failure("did not start: \(reason)")
    // Clients have no time limit.
    case .timedOut: .failure("was stopped")
    }
  }
}
