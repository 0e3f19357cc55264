import ConfigurationFiles
import Planning
import Records
import Testing

struct PartitionTemplateTests {
  @Test func `every token is the chunk's start in the zone's local time`() throws {
    var pipeline = TestPipeline()
    pipeline.chunk = ChunkLength(count: 1, unit: .hour)
    pipeline.partition = "{window.year}/{window.month}/{window.day}/{window.hour}-{window.date}-{chunk}"
    let plan = try pipeline.plan(from: bound("2026-03-04T05:00:00"), to: bound("2026-03-04T06:00:00"))
    #expect(
      plan.chunks.map(\.chunk.partition) == ["2026/03/04/05-2026-03-04-20260304T100000Z-20260304T110000Z.csv.gz"])
  }

  @Test(arguments: [
    ("date={window.date}", ChunkLength.Unit.day, 1),
    ("{window.year}/{window.month}/{window.day}", .day, 2),
    ("{window.year}-{window.month}", .month, 1),
    ("{window.year}", .month, 12),
    ("{window.date}", .week, 1),
    ("{window.date}T{window.hour}", .hour, 1),
    ("{window.date}T{window.hour}", .minute, 60),
    ("{chunk}", .minute, 1),
  ])
  func `templates with distinct paths are accepted`(template: String, unit: ChunkLength.Unit, count: Int) throws {
    var pipeline = TestPipeline()
    pipeline.partition = template
    pipeline.chunk = ChunkLength(count: count, unit: unit)
    #expect(planError { try pipeline.plan() } == nil)
  }

  @Test(arguments: [
    (
      "date={window.date}", ChunkLength.Unit.hour, 1, "America/Bogota",
      "chunks 20261001T050000Z-20261001T060000Z and 20261001T060000Z-20261001T070000Z have the same partition path date=2026-10-01.csv.gz; add {chunk} to sink.partition"
    ),
    (
      "{window.date}T{window.hour}", .minute, 30, "America/Bogota",
      "chunks 20261001T050000Z-20261001T053000Z and 20261001T053000Z-20261001T060000Z have the same partition path 2026-10-01T00.csv.gz; add {chunk} to sink.partition"
    ),
    (
      "{window.year}-{window.month}", .week, 1, "America/Bogota",
      "chunks 20261005T050000Z-20261012T050000Z and 20261012T050000Z-20261019T050000Z have the same partition path 2026-10.csv.gz; add {chunk} to sink.partition"
    ),
    (
      "{window.month}-{window.day}", .day, 1, "America/Bogota",
      "chunks 20261001T050000Z-20261002T050000Z and 20271001T050000Z-20271002T050000Z have the same partition path 10-01.csv.gz; add {chunk} to sink.partition"
    ),
    (
      "{window.date}T{window.hour}", .hour, 1, "Europe/Madrid",
      "chunks 20261025T000000Z-20261025T010000Z and 20261025T010000Z-20261025T020000Z have the same partition path 2026-10-25T02.csv.gz; add {chunk} to sink.partition"
    ),
  ])
  func `templates with a shared path are rejected`(
    template: String, unit: ChunkLength.Unit, count: Int, zone: String, message: String
  ) throws {
    var pipeline = TestPipeline()
    pipeline.zone = zone
    pipeline.window = .instants
    pipeline.partition = template
    pipeline.chunk = ChunkLength(count: count, unit: unit)
    let error = planError { try pipeline.plan(from: bound("2026-10-01"), to: bound("2026-10-02")) }
    #expect(error == message)
  }

  @Test func `an unknown token is reported with the known ones`() {
    var pipeline = TestPipeline()
    pipeline.partition = "{window.minute}"
    #expect(
      planError { try pipeline.plan() }
        == "unknown token `{window.minute}` in sink.partition; known: {window.date} {window.year} {window.month} "
        + "{window.day} {window.hour} {chunk}")
  }
}
