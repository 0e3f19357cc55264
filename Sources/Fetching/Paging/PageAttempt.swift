/// One request for a page, and its outcome.
struct PageAttempt {
  var verdict: Verdict
  /// Nil if no complete response came.
  var response: PageResponse?
  /// Records that the response shows the source to have, even if it is not taken.
  var shown = RecordEvidence()
}
