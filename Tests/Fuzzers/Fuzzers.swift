import CLibFuzzer
import Foundation
import TestSupport

/// Tests the stages with bytes that libFuzzer generates, guided by code coverage.
///
/// `.ci/fuzz` builds and runs them all. To run one by hand: `Fuzzers --fuzzer=reader`, then folders of inputs, one
/// input to repeat, or libFuzzer's own flags.
@main
enum Fuzzers {
  /// The fuzzers by name; each stops the program if a property is violated.
  private static let all: [String: @Sendable ([UInt8]) -> Void] = [
    "cast": CastFuzzer.run,
    "catalog": CatalogFuzzer.run,
    "decode": DecodeFuzzer.run,
    "export": ExportFuzzer.run,
    "partition": PartitionFuzzer.run,
    "pipeline": PipelineFuzzer.run,
    "reader": ReaderFuzzer.run,
    "rows": RowsFuzzer.run,
    "scan": ScanFuzzer.run,
    "terms": TermsFuzzer.run,
  ]

  private static let chosen = CommandLine.arguments.dropFirst().compactMap { argument in
    argument.hasPrefix("--fuzzer=") ? all[String(argument.dropFirst("--fuzzer=".count))] : nil
  }.first

  static func main() {
    guard chosen != nil else {
      print("choose one by --fuzzer=NAME: \(all.keys.sorted().joined(separator: " "))")
      exit(64)
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(LLVMFuzzerRunDriver(&count, &arguments) { fuzzOnce($0, $1) })
  }

  static func tryOut(_ bytes: [UInt8]) {
    chosen?(bytes)
  }
}

/// libFuzzer's own `main`, which ours replaces, is linked too and refers to this name.
@c(LLVMFuzzerTestOneInput)
func fuzzOnce(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzers.tryOut(Array(UnsafeBufferPointer(start: data, count: count)))
  return 0
}

/// Stops at a property that does not hold; libFuzzer then keeps the input.
func expect(_ condition: Bool, _ words: @autoclosure () -> String, line: UInt = #line, file: StaticString = #fileID) {
  if !condition { fatalError(words(), file: file, line: line) }
}

extension SplitMix64 {
  /// Choices that an input makes by itself: the same bytes make the same ones.
  init(of bytes: [UInt8]) {
    self.init(seed: bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }
}
