import Records

package struct RetryPolicy: Hashable, Sendable {
  /// The total number of tries of a request before it counts as failed, 1 or more.
  package var tries: Int
  package var firstDelay: Duration
  package var maxDelay: Duration
  /// The total time to wait for a busy or resting server before the run stops.
  package var patience: Duration

  package init(
    tries: Int = 5, firstDelay: Duration = .seconds(1), maxDelay: Duration = .seconds(60),
    patience: Duration = .seconds(600)
  ) {
    self.tries = tries
    self.firstDelay = firstDelay
    self.maxDelay = maxDelay
    self.patience = patience
  }
}
