/// The length of windows whose responses stall, forgotten step by step while responses come in time again.
///
/// After some good responses in a row, windows twice as long are tried; each new stall doubles the number of good
/// responses that it takes, as in the back-off of a retry, so that a server that is slow for good costs few attempts in
/// vain.
struct StallMemory: Sendable {
  private static let fewestGoodResponses = 4
  private static let mostGoodResponses = 256

  /// Windows of at least this length are expected to stall; nil: none.
  private(set) var length: Duration?
  private var goodResponses = 0
  /// No response has come in time since the last stall.
  private var isStalling = false
  private var neededGoodResponses = fewestGoodResponses / 2

  /// Notes that the response to a window of a length stalled again after it was requested once more.
  mutating func noteStall(length stalled: Duration) {
    // The steps down from one stall to the next are one experience.
    if !isStalling {
      neededGoodResponses = min(neededGoodResponses * 2, StallMemory.mostGoodResponses)
    }
    length = min(length ?? stalled, stalled)
    goodResponses = 0
    isStalling = true
  }

  /// Notes a response that came in time. `longest`: the length of the longest window that is requested.
  mutating func noteGoodResponse(longest: Duration) {
    isStalling = false
    guard let length else { return }
    goodResponses += 1
    guard goodResponses >= neededGoodResponses else { return }
    goodResponses = 0
    self.length = length * 2 > longest ? nil : length * 2
  }
}
