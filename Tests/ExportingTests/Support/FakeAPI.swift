import ConfigurationFiles
import Exporting
import Fetching
import Foundation
import Records
import Synchronization
import SystemPackage
import TestSupport

/// An in-memory vendor: rows by local second, within the requested window.
final class FakeAPI: Transport {
  struct Row: Hashable, Sendable {
    var at: String
    var json: String
  }

  private struct State {
    var rows: [Row] = []
    var requests: [String] = []
    var scripted: [(status: Int, body: String)] = []
    var handler: (@Sendable (OutgoingRequest) -> (status: Int, body: String)?)?
    var date: String?
  }

  private let state = Mutex(State())

  /// Two rows a day, on the first and the last second of it.
  init() {
    state.withLock { state in
      for day in 1...5 {
        for (index, time) in ["00:00:00", "23:59:59"].enumerated() {
          state.rows.append(FakeAPI.row(id: day * 10 + index, at: "2026-10-0\(day) \(time)"))
        }
      }
    }
  }

  init(rows: [Row]) {
    state.withLock { $0.rows = rows }
  }

  static func row(id: Int, at: String, note: String = "\"a,b\"") -> Row {
    Row(at: at, json: #"{"id":\#(id),"at":"\#(at)","note":\#(note)}"#)
  }

  var requests: [String] { state.withLock { $0.requests } }
  var rows: [Row] {
    get { state.withLock { $0.rows } }
    set { state.withLock { $0.rows = newValue } }
  }

  /// The `Date` header of every response; nil: none.
  var date: String? {
    get { state.withLock { $0.date } }
    set { state.withLock { $0.date = newValue } }
  }

  /// Sets the next responses, before the rows are used again.
  func respondNext(_ status: Int, _ body: String) {
    state.withLock { $0.scripted.append((status, body)) }
  }

  func respond(with handler: @escaping @Sendable (OutgoingRequest) -> (status: Int, body: String)?) {
    state.withLock { $0.handler = handler }
  }

  func send(_ request: OutgoingRequest, timeouts: Timeouts) async throws(TransportError) -> IncomingResponse {
    let (status, body) = state.withLock { state -> (Int, String) in
      state.requests.append(request.url)
      if !state.scripted.isEmpty { return state.scripted.removeFirst() }
      if let response = state.handler?(request) { return response }
      let query = request.url.split(separator: "?")[1].split(separator: "&").map { $0.split(separator: "=")[1] }
      let rows = state.rows.filter { row in
        let digits = row.at.filter(\.isNumber)
        return String(query[0]) <= digits && digits <= String(query[1])
      }
      if rows.isEmpty { return (404, #"{"code":"404","msg":"nothing there","data":[]}"#) }
      return (200, FakeAPI.envelope(rows.prefix(10).map(\.json)))
    }
    // Blocks of odd sizes, as a network has them.
    let bytes = Array(body.utf8)
    let blocks = stride(from: 0, to: bytes.count, by: 37).map { Array(bytes[$0..<min($0 + 37, bytes.count)]) }
    let headers = ResponseHeaders(date.map { [("Date", $0)] } ?? [])
    return IncomingResponse(status: status, headers: headers, body: ResponseBody(blocks: blocks))
  }

  static func envelope(_ records: [String], declared: Int? = nil, code: String = "200") -> String {
    #"{"code":"\#(code)","msg":"\#(declared ?? records.count) records","data":[\#(records.joined(separator: ","))],"pending":7}"#
  }
}
