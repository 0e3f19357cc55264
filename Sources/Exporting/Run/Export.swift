import Checkpoints
import ConfigurationFiles
import Storage
import SystemPackage

/// One pipeline's run: chunk by chunk through the stages, resumed by the same loop.
package struct Export: Sendable {
  private let job: ExportJob
  private let options: ExportOptions
  private var services: ExportServices
  private let onEvent: @Sendable (ExportEvent) -> Void

  package init(
    _ job: ExportJob, options: ExportOptions, services: ExportServices,
    onEvent: @escaping @Sendable (ExportEvent) -> Void
  ) {
    self.job = job
    self.options = options
    self.services = services
    self.services.files = services.files.withMode(job.file.sink.permissions)
    self.onEvent = onEvent
  }

  /// Runs to the end of the range, or until the run is stopped; failures of chunks are in the summary.
  ///
  /// - Throws: `ExportError` if the run did not start its first chunk, for example because the sink is locked or
  /// the pipeline's settings changed, or if its own state cannot be written.
  package func run() async throws(ExportError) -> ExportSummary {
    try await runToItsEnd().result.get()
  }

  /// Runs as `run` does, and returns the result in both cases.
  package func runToItsEnd() async -> RunResult {
    let refusal = FailedStartRecorder(job, services: services)
    let session: ExportSession
    do {
      session = try ExportSession.open(job, options: options, services: services, onEvent: onEvent)
    } catch {
      let failure = ExportError(error, chunk: nil)
      let record = refusal.record(failure)
      return RunResult(result: .failure(failure), runID: record?.stem, record: record)
    }
    defer { session.close() }
    let record = session.store.layout.record(ofRun: session.runID.text)
    do {
      try session.recordStart()
      return RunResult(result: .success(try await run(session)), runID: session.runID.text, record: record)
    } catch {
      let isThere = (try? services.files.status(record)) != nil
      return RunResult(
        result: .failure(ExportError(error, chunk: nil)), runID: session.runID.text, record: isThere ? record : nil)
    }
  }

  /// The main loop. The next chunk is fetched while one is being committed; commits keep the order of chunks.
  private func run(_ session: ExportSession) async throws -> ExportSummary {
    var progress = ExportProgress(session, options: options)
    var fetcher = session.fetcher()
    var commits = PendingCommit(session)
    for position in session.due where !progress.mustStop(before: position) {
      // A request that makes the vendor act waits until the last chunk is committed, so that a crash repeats one of
      // them at most.
      if session.file.source.report.grain == .request {
        progress.count(await commits.finish())
        guard !progress.isStopped else { break }
      }
      onEvent(.chunkStarted(position))
      do {
        let completed = try await fetcher.fetch(position)
        progress.count(await commits.finish())
        // Before the next commit, which may write the manifest too.
        progress.updateManifest()
        guard !progress.isStopped else {
          await completed.discard()
          break
        }
        commits.append(completed)
      } catch {
        progress.count(await commits.finish())
        progress.fail(position, error)
        progress.updateManifest()
      }
    }
    progress.count(await commits.finish())
    progress.noteOpenChunks(session.namedOpenChunks)
    return try await session.conclude(progress)
  }
}
