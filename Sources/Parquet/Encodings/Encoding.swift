/// The encodings that this writer uses, by the format's numbers.
enum Encoding: Int, Sendable {
  case plain = 0
  /// The hybrid of runs and packed bits, used for levels.
  case rle = 3
  case deltaBinaryPacked = 5
  case rleDictionary = 8
}
