import Deflate
import TestSupport
import Testing

struct PrefixCodeTests {
  @Test func `codes are as short as codes can be`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<300 {
      let counts = counts(of: Int.random(in: 2...286, using: &random), below: 1 << 10, &random)
      let lengths = PrefixCode(counts: counts, limit: 40).lengths
      let cost = zip(counts, lengths).reduce(0) { $0 + Int($1.0) * Int($1.1) }
      #expect(cost == leastCost(counts))
      #expect(zip(counts, lengths).allSatisfy { ($0 > 0) == ($1 > 0) })
    }
  }

  @Test(arguments: [7, 9, 11, 15])
  func `no code is longer than its limit, and none is left over`(limit: Int) {
    var random = SplitMix64(seed: UInt64(limit))
    for _ in 0..<300 {
      let number = Int.random(in: 2...min(286, 1 << limit), using: &random)
      // Frequencies like Fibonacci's make the longest codes.
      var counts: [UInt32] = []
      for index in 0..<number {
        let sum = index < 2 ? 1 : counts[index - 1] &+ counts[index - 2]
        counts.append(index < 40 ? sum : UInt32.random(in: 1...9, using: &random))
      }
      counts.shuffle(using: &random)
      let lengths = PrefixCode(counts: counts, limit: limit).lengths
      #expect(lengths.allSatisfy { 1...limit ~= Int($0) })
      // Kraft's sum equals that of a complete tree.
      #expect(lengths.reduce(0) { $0 + 1 << (limit - Int($1)) } == 1 << limit)
      let ordered = zip(counts, lengths).sorted { $0 < $1 }
      #expect(zip(ordered, ordered.dropFirst()).allSatisfy { $0.0 == $1.0 || $0.1 >= $1.1 }, "the rarer, the longer")
    }
  }

  @Test func `there are always two codes`() {
    #expect(PrefixCode(counts: [0, 0, 0], limit: 15).lengths == [1, 1, 0])
    #expect(PrefixCode(counts: [9, 0, 0], limit: 15).lengths == [1, 1, 0])
    #expect(PrefixCode(counts: [0, 0, 9], limit: 15).lengths == [1, 0, 1])
  }

  private func counts(of number: Int, below limit: UInt32, _ random: inout SplitMix64) -> [UInt32] {
    var counts = (0..<number).map { _ in UInt32.random(in: 0..<limit, using: &random) }
    counts[0] = 1
    counts[1] = 2
    return counts
  }

  /// Joins the two lightest until one is left; each joint costs its weight.
  private func leastCost(_ counts: [UInt32]) -> Int {
    var weights = counts.filter { $0 > 0 }.map { Int($0) }
    var cost = 0
    while weights.count > 1 {
      weights.sort(by: >)
      let joint = weights.removeLast() + weights.removeLast()
      cost += joint
      weights.append(joint)
    }
    return cost
  }
}
