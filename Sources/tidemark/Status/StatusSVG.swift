import Exporting
import Records

/// The bars of a status page: one per day, or one per chunk if chunks are longer than a day.
struct StatusSVG {
  struct Bar {
    /// The day's index, counted from the first day.
    var days: ClosedRange<Int>
    var rows = 0
    var bytes = 0
    /// No run exports it.
    var isGap = false
  }

  private let first: CalendarDay?
  private let dayCount: Int
  private var bars: [Bar] = []
  /// The days that a bar covers.
  let unit: String

  private static let width = 900.0
  private static let height = 140.0

  init(_ status: ExportStatus) {
    first = status.items.map(\.days.lowerBound).min()
    let start = first?.daysSinceEpoch ?? 0
    dayCount = (status.items.map(\.days.upperBound.daysSinceEpoch).max() ?? start) - start + 1
    unit = status.items.contains { $0.days.lowerBound != $0.days.upperBound } ? "chunk" : "day"
    // Chunks that begin on the same day share a bar.
    for item in status.items {
      let days = (item.days.lowerBound.daysSinceEpoch - start)...(item.days.upperBound.daysSinceEpoch - start)
      if bars.last?.days.lowerBound != days.lowerBound { bars.append(Bar(days: days)) }
      bars[bars.count - 1].rows += item.rows
      bars[bars.count - 1].bytes += item.bytes
      if item.state == .gap { bars[bars.count - 1].isGap = true }
    }
  }

  /// Renders the bars; the scale shows the highest value and its half.
  func figure(_ name: String, of value: KeyPath<Bar, Int>, _ words: (Int) -> String) -> String {
    let most = bars.map { $0[keyPath: value] }.max() ?? 0
    guard most > 0, let first else { return "<p class=\"quiet\">nothing yet</p>" }
    let step = StatusSVG.width / Double(dayCount)
    var shapes = ""
    for bar in bars where bar.isGap {
      let days = title(of: bar, from: first)
      shapes +=
        "<rect class=\"gap\" x=\"\(tenths(Double(bar.days.lowerBound) * step))\" y=\"0\" "
        + "width=\"\(tenths(step * Double(bar.days.count)))\" height=\"\(tenths(StatusSVG.height))\">"
        + "<title>\(days): \(StatusFormatter.words(for: .gap))</title></rect>"
    }
    for bar in bars where bar[keyPath: value] > 0 {
      let room = step * Double(bar.days.count)
      let gap = room > 4 ? min(room * 0.25, 6) : 0
      let tall = max(1, Double(bar[keyPath: value]) / Double(most) * StatusSVG.height)
      shapes +=
        "<rect x=\"\(tenths(Double(bar.days.lowerBound) * step + gap / 2))\" y=\"\(tenths(StatusSVG.height - tall))\" "
        // Adjacent bars without a gap overlap slightly, so that no background shows between them.
        + "width=\"\(tenths(gap > 0 ? min(room - gap, 48) : room + 0.5))\" height=\"\(tenths(tall))\">"
        + "<title>\(title(of: bar, from: first)): \(words(bar[keyPath: value]))</title></rect>"
    }
    return """
      <figure>
      <div class="scale"><span>\(words(most))</span><span>\(words(most / 2))</span><span>0</span></div>
      <svg viewBox="0 0 900 140" preserveAspectRatio="none" role="img" aria-label="\(name) by \(unit), at most \(words(most))">
      <path class="grid" d="M0 0.5H900M0 70H900M0 139.5H900"/>\(shapes)
      </svg>
      <figcaption>\(dates(from: first))</figcaption>
      </figure>
      """
  }

  private func title(of bar: Bar, from first: CalendarDay) -> String {
    let start = first.advanced(byDays: bar.days.lowerBound)
    let end = first.advanced(byDays: bar.days.upperBound)
    return "\(start)\(start == end ? "" : " to \(end)")"
  }

  /// The first and the last day, and over longer times two in between, each at its position.
  private func dates(from first: CalendarDay) -> String {
    let last = dayCount - 1
    var states = "<span class=\"first\">\(first)</span>"
    guard last > 0 else { return states }
    for day in last >= 21 ? [dayCount / 3, dayCount * 2 / 3] : [] {
      states +=
        "<span class=\"between\" style=\"left:\(tenths(Double(day) / Double(dayCount) * 100))%\">\(first.advanced(byDays: day))</span>"
    }
    return states + "<span class=\"last\">\(first.advanced(byDays: last))</span>"
  }

  private func tenths(_ number: Double) -> String {
    String((number * 10).rounded() / 10)
  }
}
