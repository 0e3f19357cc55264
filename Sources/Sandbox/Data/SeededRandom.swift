/// Pseudo-random numbers that a seed decides (SplitMix64): the same everywhere, for ever.
struct SeededRandom: Sendable {
  private var state: UInt64

  /// A seed for further numbers.
  var seed: UInt64 { state }

  init(_ seed: UInt64) {
    state = seed
  }

  init(_ seed: UInt64, _ first: UInt64) {
    state = SeededRandom.mixed(seed ^ SeededRandom.mixed(first &+ 0x51_7c_c1_b7_27_22_0a_95))
  }

  init(_ seed: UInt64, _ first: UInt64, _ second: UInt64) {
    self.init(SeededRandom(seed, first).state, second)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e_37_79_b9_7f_4a_7c_15
    return SeededRandom.mixed(state)
  }

  /// A number of `0..<bound`; `bound` is positive.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number of `0..<1`.
  mutating func fraction() -> Double {
    Double(next() >> 11) / Double(1 << 53 as UInt64)
  }

  mutating func chance(_ share: Double) -> Bool {
    fraction() < share
  }

  /// Spreads a number over all 64 bits, reversibly.
  static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf_58_47_6d_1c_e4_e5_b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94_d0_49_bb_13_31_11_eb
    return mixed ^ (mixed >> 31)
  }

  /// A seed made of text (FNV-1a).
  static func seed(of text: String) -> UInt64 {
    mixed(text.utf8.reduce(0xcb_f2_9c_e4_84_22_23_25) { ($0 ^ UInt64($1)) &* 0x1_00_00_00_01_b3 })
  }
}
