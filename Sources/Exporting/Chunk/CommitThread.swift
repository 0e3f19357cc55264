import Dispatch

/// Runs the commits of a run on a thread of their own, where they wait for the disk.
///
/// The default executor has only one thread per core, and these compress the next chunk in the meantime.
final class CommitThread: TaskExecutor {
  /// A serial queue, whose thread is not one of the default executor's.
  private let queue = DispatchQueue(label: "tidemark.commit")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
