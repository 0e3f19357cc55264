extension Duration {
  /// Text such as `250 ms`, `60 s`, `10 minutes`, in the largest unit without a fraction.
  var inWords: String {
    let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    if milliseconds % 1_000 != 0 {
      return milliseconds < 10_000 ? "\(milliseconds) ms" : "\((milliseconds + 500) / 1_000) s"
    }
    let seconds = milliseconds / 1_000
    if seconds >= 120, seconds % 3_600 == 0 { return seconds == 3_600 ? "1 hour" : "\(seconds / 3_600) hours" }
    return seconds >= 120 && seconds % 60 == 0 ? "\(seconds / 60) minutes" : "\(seconds) s"
  }
}
