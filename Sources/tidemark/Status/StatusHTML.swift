import Checkpoints
import ConfigurationFiles
import Exporting
import Planning
import Records

/// A status as one self-contained HTML page without scripts, fonts or external images.
enum StatusHTML {
  static func text(of status: ExportStatus, file: PipelineFile, runCommand: String, now: Instant) -> String {
    let legend = ExportStatus.ItemState.allCases.filter { status.count($0) > 0 }
      .map {
        "<li><i class=\"day \($0.rawValue)\"></i>\(NumberFormat.count(status.count($0))) \(StatusFormatter.words(for: $0))</li>"
      }
    let chart = StatusSVG(status)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(file.name))</title>
      <style>\(style)</style>
      </head>
      <body>
      <header>
      <h1>\(escaped(file.name))</h1>
      <p>\(escaped(file.description ?? file.source.reportName))</p>
      <p class="quiet">\(escaped(file.source.reportName)) to <code>\(escaped(file.sink.path))</code>, as of \(now.shortDescription)</p>
      </header>
      <dl class="totals">
      \(total("rows", NumberFormat.count(status.rows)))
      \(total("bytes", NumberFormat.bytes(status.bytes)))
      \(total("chunks committed", NumberFormat.count(status.count(.committed) + status.count(.empty) + status.count(.provisional))))
      \(total("rejected records", NumberFormat.count(status.rejected)))
      </dl>
      <p class="next"><b>Next:</b> \(code(StatusFormatter.next(after: status, runCommand: runCommand)))</p>
      <h2>Days</h2>
      <ul class="legend"><li class="quiet">chunks</li>\(legend.joined())</ul>
      \(calendar(of: status))
      <h2>Rows by \(chart.unit)</h2>
      \(chart.figure("rows", of: \.rows) { NumberFormat.count($0) })
      <h2>Bytes by \(chart.unit)</h2>
      \(chart.figure("bytes", of: \.bytes) { NumberFormat.bytes($0) })
      <h2>Runs</h2>
      \(history(of: status.runs))
      </body>
      </html>

      """
  }

  private static func total(_ name: String, _ value: String) -> String {
    "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
  }

  private static func calendar(of status: ExportStatus) -> String {
    var cells = "<div class=\"calendar\"><span></span>"
    for day in 1...31 { cells += "<span class=\"quiet\">\(day % 5 == 0 || day == 1 ? String(day) : "")</span>" }
    var month = ""
    for (day, state) in status.days {
      let name = String(day.description.prefix(7))
      if name != month {
        month = name
        cells += "\n<span class=\"month\">\(name)</span>"
      }
      guard let state else { continue }
      cells +=
        "<i class=\"day \(state.rawValue)\" style=\"grid-column:\(day.components.day + 1)\" title=\"\(day): \(StatusFormatter.words(for: state))\"></i>"
    }
    return cells + "</div>"
  }

  private static func history(of runs: [RunRecord]) -> String {
    guard !runs.isEmpty else { return "<p class=\"quiet\">none yet</p>" }
    let rows = runs.map { run in
      let isWell = run.exitCode == 0
      let stop = run.stopReason.map { ", stopped by \(escaped($0))" } ?? ""
      let ending =
        run.endedAt == nil ? "running, or killed" : isWell ? "succeeded" : "exit code \(run.exitCode ?? 1)\(stop)"
      let time = run.endedAt.map { NumberFormat.time($0 - run.startedAt) } ?? ""
      let failures = run.failures.map { "<div class=\"reason\">\(escaped($0.reason))</div>" }.joined()
      let cells = [
        run.chunks.committed + run.chunks.unchanged + run.chunks.empty, run.chunks.failed, run.rows, run.rejected,
        run.calls,
        run.retries,
      ].map { "<td class=\"number\">\(NumberFormat.count($0))</td>" }.joined()
      return "<tr><td class=\"when\">\(run.startedAt.shortDescription)</td><td class=\"number\">\(time)</td>"
        + "<td class=\"\(isWell ? "well" : "ill")\">\(ending)\(failures)</td>\(cells)"
        + "<td class=\"number\">\(NumberFormat.bytes(run.bytesWritten))</td></tr>"
    }
    let names = ["chunks", "failed", "rows", "rejected", "calls", "retries", "written"]
    return
      "<div class=\"wide\" tabindex=\"0\"><table><tr><th>started</th><th class=\"number\">duration</th><th>result</th>"
      + names.map { "<th class=\"number\">\($0)</th>" }.joined() + "</tr>\n" + rows.joined(separator: "\n")
      + "</table></div>"
  }

  private static func escaped(_ text: String) -> String {
    Console.harmless(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// Text between backquotes is rendered as code.
  private static func code(_ text: String) -> String {
    escaped(text).split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .map { $0 % 2 == 1 ? "<code>\($1)</code>" : String($1) }.joined()
  }

  private static let style = """
    :root { color-scheme: light dark; --ground: #fff; --text: #1d2733; --quiet: #66727f; --line: #dfe4ea; --well: #1a7f64;
      --empty: #a8dccb; --provisional: #b8800f; --stale: #8a63d2; --missing: #e9edf1; --gap: #e08a3c; --failed: #cf3b3b; --open: #c5d9ee;
      --bar: #2f7ec0; }
    @media (prefers-color-scheme: dark) { :root { --ground: #12171d; --text: #dde4eb; --quiet: #8b97a4; --line: #2a333d;
      --well: #35b08f; --empty: #1f5a4c; --provisional: #d8a238; --stale: #a184e0; --missing: #262f38; --gap: #c9772c; --failed: #e2605c;
      --open: #2d4560; --bar: #5aa2dd; } }
    body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; background: var(--ground); color: var(--text);
      font: 15px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; } header p { margin: .2rem 0; }
    .quiet, figcaption, .scale, dt, th { color: var(--quiet); font-size: 12.5px; font-weight: normal; }
    .totals { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: 1.2rem 0; }
    dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
    .next { border-left: 3px solid var(--bar); padding: .2rem .8rem; overflow-wrap: anywhere; }
    .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0; margin: 0 0 .6rem; }
    .legend .day { display: inline-block; width: .8rem; margin-right: .4rem; vertical-align: -1px; }
    .calendar { display: grid; grid-template-columns: 4.2rem repeat(31, minmax(0, 1fr)); gap: 2px; max-width: 50rem; }
    .calendar .quiet { font-size: 10px; text-align: center; } .month { grid-column: 1; font-size: 12.5px; line-height: 1.2; }
    .day { aspect-ratio: 1; border-radius: 2px; background: var(--missing); }
    .committed { background: var(--well); } .empty { background: var(--empty); } .open { background: var(--open); }
    .provisional { background: var(--provisional); } .stale { background: var(--stale); } .failed { background: var(--failed); }
    .gap { background: var(--gap); } rect.gap { fill: var(--gap); fill-opacity: .3; }
    .missing, .empty, .open { box-shadow: inset 0 0 0 1px var(--quiet); }
    figure { margin: 0; display: grid; grid-template-columns: 4.2rem minmax(0, 1fr); gap: 0 .6rem; }
    .scale { display: flex; flex-direction: column; justify-content: space-between; text-align: right; }
    svg { width: 100%; height: 140px; display: block; } rect { fill: var(--bar); } .grid { stroke: var(--line); fill: none;
      vector-effect: non-scaling-stroke; }
    figcaption { grid-column: 2; position: relative; height: 1.4em; } figcaption span { position: absolute; white-space: nowrap;
      transform: translateX(-50%); } @media (max-width: 34rem) { figcaption .between { display: none; } }
    figcaption .first { transform: none; } figcaption .last { transform: none; right: 0; }
    .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
    th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
    .when, .well { white-space: nowrap; } .ill { min-width: 11rem; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .well { color: var(--well); } .ill { color: var(--failed); } .reason { font-size: 12.5px; color: var(--quiet); max-width: 28rem; }
    """
}

extension Instant {
  /// `2026-11-21 05:03 UTC`
  fileprivate var shortDescription: String {
    "\(description.prefix(16).replacing("T", with: " ")) UTC"
  }
}
