import Testing

extension DiagnosticTests {
  @Test(arguments: [
    ExpectedDiagnostic(
      "a misspelt zone",
      TestPipeline("America/Bogota", "America/Bogata"),
      [
        "calls.yaml:8:14: error: `time_zone`: expected a time zone such as America/Bogota, found `America/Bogata`; did you mean `America/Bogota`?"
      ]),
    ExpectedDiagnostic(
      "a city",
      TestPipeline("America/Bogota", "Bogota"),
      [
        "calls.yaml:8:14: error: `time_zone`: expected a time zone such as America/Bogota, found `Bogota`; did you mean `America/Bogota`?"
      ]),
    ExpectedDiagnostic(
      "an abbreviation",
      TestPipeline("America/Bogota", "EST"),
      [
        "calls.yaml:8:14: error: `time_zone`: expected a time zone such as America/Bogota, found `EST`; an abbreviation is ambiguous"
      ]),
    ExpectedDiagnostic(
      "a day that is not",
      TestPipeline("2026-10-01", "2026-02-30"),
      [
        "calls.yaml:9:9: error: `from`: expected a date or time such as 2026-10-01, 2026-10-01T06:00:00, `yesterday` or `7 days ago`, found `2026-02-30`; the day does not exist"
      ]),
    ExpectedDiagnostic(
      "a misspelt word",
      TestPipeline("2026-10-01", "yesteday"),
      [
        "calls.yaml:9:9: error: `from`: expected a date or time such as 2026-10-01, 2026-10-01T06:00:00, `yesterday` or `7 days ago`, found `yesteday`; did you mean `yesterday`?"
      ]),
    ExpectedDiagnostic(
      "an empty range",
      TestPipeline("2026-10-08", "2026-10-01"),
      [
        "calls.yaml:10:7: error: the range is empty; `to` is exclusive and must be after `from`"
      ]),
    ExpectedDiagnostic(
      "a reversed range",
      TestPipeline("2026-10-08", "2026-09-01T00:00:00"),
      [
        "calls.yaml:10:7: error: the range is empty; `to` is exclusive and must be after `from`"
      ]),
    ExpectedDiagnostic(
      "reversed words",
      TestPipeline("from: 2026-10-01\n  to: 2026-10-08", "from: today\n  to: yesterday"),
      [
        "calls.yaml:10:7: error: the range is empty; `to` is exclusive and must be after `from`"
      ]),
    ExpectedDiagnostic(
      "a misspelt unit",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: 1 dy"),
      [
        "calls.yaml:11:10: error: `chunk`: expected a length such as `1 day`, `6 hours` or `1 month`, found `1 dy`; did you mean `day`?"
      ]),
    ExpectedDiagnostic(
      "a unit alone",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: day"),
      [
        "calls.yaml:11:10: error: `chunk`: expected a length such as `1 day`, `6 hours` or `1 month`, found `day`; did you mean `1 day`?"
      ]),
    ExpectedDiagnostic(
      "a chunk of nothing",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: 0 days"),
      [
        "calls.yaml:11:10: error: `chunk`: expected a length such as `1 day`, `6 hours` or `1 month`, found `0 days`; a chunk cannot be empty"
      ]),
    ExpectedDiagnostic(
      "a part of a day",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: 1.5 days"),
      [
        "calls.yaml:11:10: error: `chunk`: expected a length such as `1 day`, `6 hours` or `1 month`, found `1.5 days`; use a whole number"
      ]),
    ExpectedDiagnostic(
      "no length at all",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: tomorrow"),
      [
        "calls.yaml:11:10: error: `chunk`: expected a length such as `1 day`, `6 hours` or `1 month`, found `tomorrow`"
      ]),
    ExpectedDiagnostic(
      "a duration without its unit",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  settle: 2"),
      [
        "calls.yaml:11:11: error: `settle`: expected a duration such as `30 s`, found `2`; add a unit, for example `2 s`"
      ]),
    ExpectedDiagnostic(
      "a secret in the wrong place",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: ${TOKEN}"),
      [
        "calls.yaml:11:10: error: `chunk`: expected a length such as `1 day`, `6 hours` or `1 month`, found the value of `${TOKEN}`"
      ]),
    ExpectedDiagnostic(
      "a variable that is not set",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: ${CHUNK}"),
      [
        "calls.yaml:11:10: error: the environment variable CHUNK is not set; write `${CHUNK:-DEFAULT}` for a default"
      ]),
    ExpectedDiagnostic(
      "a chunk longer than the window of a window report",
      TestPipeline(
        "wolkvox/agent_13_1\n  server: 9901\n  token: ${TOKEN}\nrange:",
        "wolkvox/chat_13\n  server: 9901\n  token: ${TOKEN}\nrange:\n  chunk: 5 weeks"),
      [
        "calls.yaml:8:10: error: a chunk of 5 weeks is longer than 31 days, the longest window of one request, and a report of grain window cannot be split"
      ]),
    ExpectedDiagnostic(
      "a default chunk longer than the window",
      TestPipeline("wolkvox/agent_13_1", "wolkvox/chat_13\n  limits: { window: 12 hours }"),
      [
        "calls.yaml:9:3: error: a chunk of 1 day is longer than 12 hours, the longest window of one request, and a report of grain window cannot be split"
      ]),
    ExpectedDiagnostic(
      "a chunk of an event report, which can be split",
      TestPipeline("to: 2026-10-08", "to: 2026-10-08\n  chunk: 2 months"),
      []),
  ])
  func `errors in a range are reported at their position`(_ diagnostic: ExpectedDiagnostic<TestPipeline>) {
    #expect(diagnostic.file.lines == diagnostic.lines)
  }
}
