import Records

/// A value that was passed, and what follows it.
struct PassedValue {
  var kind: ValueRef.Kind
  /// The offset of the first byte after it.
  var end: Int
  var traits: TextTraits
}
