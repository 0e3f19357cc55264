import ConfigurationFiles
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    ("250 ms", Duration.milliseconds(250), "250 ms"), ("30 s", .seconds(30), "30 s"), ("30s", .seconds(30), "30 s"),
    ("10 minutes", .seconds(600), "10 minutes"), ("1 min", .seconds(60), "1 minute"),
    ("1.5 hours", .seconds(5_400), "90 minutes"), ("1 Day", .seconds(86_400), "1 day"),
    ("2 weeks", .seconds(1_209_600), "14 days"), ("0 s", .zero, "0 s"), ("0.001 ms", .microseconds(1), "0 s"),
  ])
  func `a duration is a number and a unit`(written: String, duration: Duration, shown: String) {
    #expect(Duration(written: written) == duration)
    #expect(duration.written == shown)
  }

  @Test(arguments: [
    "", "s", "30", "30 m", "1 month", "-1 s", "1.2345 s", "1..5 s", "1e3 s", "9999999999999 weeks", "५ s",
  ])
  func `other text is not a duration`(written: String) {
    #expect(Duration(written: written) == nil)
  }

  @Test(arguments: [
    ("256 MB", 256_000_000), ("64 KiB", 65_536), ("1.5 GB", 1_500_000_000), ("2 GiB", 2 << 30), ("1 kB", 1_000),
    ("12", 12), ("12 bytes", 12), ("1 MiB", 1 << 20),
  ])
  func `a size is a number with or without a unit`(written: String, bytes: Int) {
    #expect(ByteSize(written: written)?.bytes == bytes)
  }

  @Test(arguments: ["", "MB", "1 TB", "-1", "1.5", "0.0001 kB", "1 000"])
  func `other text is not a size`(written: String) {
    #expect(ByteSize(written: written) == nil)
  }
}
