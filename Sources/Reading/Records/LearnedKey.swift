/// The bytes between two values as they were found before (the comma, the next key, its colon and all whitespace), and
/// the properties of the key.
///
/// Matching the complete stretch is one comparison that checks the punctuation and finds the key and the start of
/// its value.
struct LearnedKey: Sendable {
  /// The position of the stretch in the table's texts.
  var textStart: Int32 = 0
  var textLength: Int32 = 0
  /// The key itself, without quotes, within the stretch.
  var keyStart: Int32 = 0
  var keyLength: Int32 = 0
  var keyTraits: TextTraits = []
  var role = Role.ignored
  /// The key that followed this one's value the last time, and the time before that; -1 if unknown.
  var next: Int32 = -1
  var alternate: Int32 = -1
  /// The slot of the value; -1 for none.
  var slot: Int32 = -1
  /// The node to descend into if the value is an object; -1 for none.
  var node: Int32 = -1
  /// The key's number in `UnknownFields`.
  var unknown: Int32 = -1

  enum Role: Sendable {
    /// The closing brace: the stretch contains no key.
    case end
    case ignored
    /// The value goes to a slot and needs nothing else.
    case wanted
    /// Wanted paths lead into its value.
    case inner
    case unknown
  }
}
