package import Records

/// The structure of a response of unknown form: every path in it, with the kinds of values found there.
///
/// All elements of an array share one path, so that an outline is small for any response. The outline is meaningful
/// only for complete JSON, which `AnswerReader` checks.
package struct AnswerOutline: Sendable {
  package struct Place: Sendable {
    /// The object's key; empty for the top and for the elements of an array.
    package var key = ""
    /// The number of values of each kind at this path, by the kind's number.
    private(set) var counts = [Int](repeating: 0, count: 8)
    /// The keys of the objects at this path, in the order in which they were found, as indices of their paths.
    package fileprivate(set) var keys: [Int] = []
    /// The path shared by the elements of the arrays at this path.
    package fileprivate(set) var elements: Int?
    /// The first string, number or boolean at this path; truncated if it is long.
    package fileprivate(set) var firstScalar: CapturedValue?

    package func count(_ kinds: ValueRef.Kind...) -> Int {
      kinds.reduce(0) { $0 + counts[Int($1.rawValue)] }
    }

    fileprivate mutating func note(_ kind: ValueRef.Kind) {
      counts[Int(kind.rawValue)] += 1
    }
  }

  /// The maximum number of distinct paths.
  package static let mostPlaces = 10_000

  /// The paths; the first is the response itself.
  package private(set) var places = [Place()]
  /// The number of values at the top level; more than one if the text is a sequence of documents.
  package private(set) var documents = 0
  /// There are more places than the outline has.
  package private(set) var hasMore = false

  private struct Name: Hashable {
    var place: Int
    var key: [UInt8]
  }

  private var names: [Name: Int] = [:]
  private var keyTexts: [[UInt8]] = [[]]

  package init() {}

  /// Returns the path that keys lead to from the root; nil if the response does not have it.
  package func place(at path: [String]) -> Place? {
    var place = 0
    for key in path {
      guard let next = places[place].keys.first(where: { places[$0].key == key }) else { return nil }
      place = next
    }
    return places[place]
  }

  // MARK: Making it

  mutating func beginDocument() {
    documents += 1
  }

  mutating func note(_ kind: ValueRef.Kind, at place: Int) {
    places[place].note(kind)
  }

  func wantsScalar(at place: Int) -> Bool {
    places[place].firstScalar == nil
  }

  mutating func keep(_ scalar: CapturedValue, at place: Int) {
    places[place].firstScalar = scalar
  }

  /// Returns the path of an object's key, created if it is new; nil beyond the limit. `guess` is its probable index
  /// among the object's keys, and is advanced.
  mutating func place(of key: [UInt8], below parent: Int, guess: inout Int) -> Int? {
    let known = places[parent].keys
    if guess < known.count, keyTexts[known[guess]] == key {
      guess += 1
      return known[guess - 1]
    }
    let name = Name(place: parent, key: key)
    if let place = names[name] {
      guess = (known.firstIndex(of: place) ?? guess) + 1
      return place
    }
    guard let place = newPlace(key: key) else { return nil }
    places[parent].keys.append(place)
    names[name] = place
    guess = places[parent].keys.count
    return place
  }

  /// The place of an array's elements.
  mutating func elements(of array: Int) -> Int? {
    if let place = places[array].elements { return place }
    let place = newPlace(key: [])
    places[array].elements = place
    return place
  }

  private mutating func newPlace(key: [UInt8]) -> Int? {
    guard places.count < AnswerOutline.mostPlaces else {
      hasMore = true
      return nil
    }
    places.append(Place(key: String(decoding: JSONText.unescaped(key), as: UTF8.self)))
    keyTexts.append(key)
    return places.count - 1
  }
}
