package import Records

/// Locates the records of a JSON response, and the wanted values in them, as its bytes arrive.
///
/// Alternate between appending and reading:
/// ```
/// for try await bytes in body {
///   try reader.append(bytes)
///   while let batch = try reader.next() { … }
/// }
/// try reader.finish()
/// while let batch = try reader.next() { … }
/// ```
/// Memory is bounded by a batch, one record and the bytes of one `append`. Data outside the records is skipped without
/// being stored, except captures.
///
/// After an error, every later call throws it again. Batches from before it may have been returned.
package struct ResponseReader: Sendable {
  private enum Phase: Equatable {
    case envelope
    case array(RecordScanner.Position)
    /// One object in the place of an array.
    case object
  }

  private let layout: ResponseLayout
  private var envelope: EnvelopeScanner
  private var records: RecordScanner
  private var phase = Phase.envelope
  private var foundRecords = false

  private var pending = PendingBytes()
  /// The number of pending bytes that makes another scan worthwhile.
  private var neededBytes = 0
  private var isFinished = false

  /// Located when the body ended.
  private var ready: ArraySlice<RawBatch> = []
  /// Records of the last batch, a guess at the next one's.
  private var lastCount = 0
  /// True if the last scan ended in an incomplete record, or while looking for one.
  private var isInsideRecord = false
  private var error: ReadError?
  /// An error that waits for the bytes that its message quotes, so that it does not depend on how the body was divided
  /// into blocks.
  private var waitingError: (error: ScanError, record: Int?)?

  package init(_ layout: ResponseLayout) {
    self.layout = layout
    envelope = EnvelopeScanner(layout)
    records = RecordScanner(layout)
  }

  /// The values found so far.
  package var summary: ResponseSummary {
    ResponseSummary(
      bytes: pending.receivedCount, records: records.recordCount, foundRecords: foundRecords,
      captured: envelope.captured, arraysOnPaths: envelope.arraysOnPaths.sorted().map { layout.captures[$0] },
      unknownFields: records.unknownFields.sorted,
      hasMoreUnknownFields: records.unknownFields.hasMore, unrecognizedRecords: records.unrecognized.count,
      unrecognizedSample: records.unrecognized.sample,
      isUnrecognizedSampleCut: records.unrecognized.isSampleCut)
  }

  /// Appends the next bytes of the body; throws if it exceeds its limit. Must not be called after `finish`.
  package mutating func append(_ bytes: [UInt8]) throws(ReadError) {
    precondition(!isFinished, "bytes after the end of the body")
    if let error { throw error }
    pending.append(bytes, sharingFrom: layout.limits.batchBytes)
    if let limit = layout.limits.bodyBytes, pending.receivedCount > limit { throw fail(.bodyTooLong(limit)) }
  }

  /// Returns the next batch; nil if the received bytes contain none or, after `finish`, if there are no more.
  package mutating func next() throws(ReadError) -> RawBatch? {
    if let error { throw error }
    return isFinished ? ready.popFirst() : try locate()
  }

  /// Declares the end of the body and reads the rest; then `summary` is final, and `next` returns the last batches.
  ///
  /// Throws if the document is incomplete.
  package mutating func finish() throws(ReadError) {
    if let error { throw error }
    guard !isFinished else { return }
    isFinished = true
    while let batch = try locate() { ready.append(batch) }
    guard phase == .envelope, envelope.isComplete else { throw fail(cut()) }
  }

  /// Declares that the body broke off: then `summary` counts every complete record that was received. Returns the error
  /// that the document would have; nil if it is complete all the same.
  package mutating func finishIncomplete() -> ReadError? {
    do throws(ReadError) {
      try finish()
      return nil
    } catch {
      return error
    }
  }

  /// Scans the pending bytes until a batch is full or more bytes are needed.
  private mutating func locate() throws(ReadError) -> RawBatch? {
    if let waitingError { try raise(waitingError.error, inRecord: waitingError.record) }
    while !pending.isEmpty, waitingError == nil {
      do {
        if phase == .envelope {
          try passEnvelope()
        } else {
          guard isFinished || pending.count >= neededBytes else { return nil }
          if let batch = try locateRecords() { return batch }
          if isInsideRecord, isFinished { return nil }
        }
      } catch {
        guard case .error(let error, let offset) = error else { return nil }
        pending.advance(to: offset)
        try raise(error, inRecord: isInsideRecord ? records.recordCount + 1 : nil)
      }
    }
    return nil
  }

  private mutating func passEnvelope() throws(ScanStop) {
    let bytes = pending.bytes
    switch try envelope.scan(bytes.span, from: pending.head) {
    case .exhausted:
      pending.advance(to: pending.bytes.count)
      return
    case .array(let offset):
      phase = .array(.first)
      pending.advance(to: offset)
    case .object(let offset):
      phase = .object
      pending.advance(to: offset)
    }
    foundRecords = true
    neededBytes = layout.limits.batchBytes
  }

  /// Locates records until a batch is full, the records end, or the bytes end; nil if no record was complete.
  private mutating func locateRecords() throws(ScanStop) -> RawBatch? {
    let limits = layout.limits
    let start = pending.head
    var page = RecordBatchBuilder(width: layout.wanted.count, capacity: max(64, lastCount + lastCount / 8))
    isInsideRecord = true
    neededBytes = limits.batchBytes
    switch try scan(into: &page, batchEnd: start + limits.batchBytes) {
    case .insideRecord(let offset):
      pending.advance(to: offset)
      guard pending.count <= limits.recordBytes else { throw .error(.recordTooLong, at: offset) }
      // Parsing again with every block would take time that grows with the square of the record's length.
      neededBytes = min(max(limits.batchBytes, 2 * pending.count), limits.recordBytes + 1)
    case .betweenRecords(let offset), .pageFull(let offset), .batchFull(let offset):
      isInsideRecord = false
      pending.advance(to: offset)
    case .closed(let offset):
      isInsideRecord = false
      pending.advance(to: offset)
      let object = phase == .object ? start..<offset : nil
      let bytes = pending.bytes
      try envelope.endRecords(object: object, in: bytes.span)
      phase = .envelope
    }
    guard let last = page.records.last else { return nil }
    lastCount = page.records.count
    page.extras = records.takeExtras()
    page.hasArraysOnPaths = records.takeArraysOnPaths()
    page.unrecognized = records.takeUnrecognized()
    let (bytes, dropped) = pending.take(from: start, to: last.end, room: limits.batchBytes)
    return page.batch(of: bytes, dropped: dropped)
  }

  private mutating func scan(into page: inout RecordBatchBuilder, batchEnd: Int) throws(ScanStop) -> RecordScanner.End {
    let bytes = pending.bytes
    guard case .array(var place) = phase else {
      return try records.scanObject(
        bytes.span, at: pending.head, depth: envelope.depth, values: &page.values, records: &page.records)
    }
    defer {
      phase = .array(place)
      if place == .between { isInsideRecord = false }
    }
    var start = pending.head
    while true {
      let end = try records.scanArray(
        bytes.span, from: start, batchEnd: batchEnd, depth: envelope.depth + 1, place: &place,
        capacity: page.capacity, values: &page.values, records: &page.records)
      guard case .pageFull(let offset) = end, page.mayGrow else { return end }
      start = offset
      page.grow()
    }
  }

  // MARK: Faults

  /// Throws the error, or delays it until the bytes that its message quotes have arrived.
  private mutating func raise(_ reason: ScanError, inRecord record: Int?) throws(ReadError) {
    guard isFinished || pending.count > ReadError.excerptBytes else {
      waitingError = (reason, record)
      return
    }
    throw fail(
      ReadError(
        reason, at: pending.bodyOffset(pending.head), record: record, path: layout.records, limits: layout.limits,
        following: pending.bytes[pending.head...]))
  }

  /// The body ended too early.
  private func cut() -> ReadError {
    let place: ReadError.CutPosition =
      if phase == .envelope {
        envelope.isEmpty ? .nowhere : .document
      } else if isInsideRecord {
        .record(records.recordCount + 1)
      } else {
        .records(after: records.recordCount)
      }
    return ReadError(cutIn: place, at: pending.receivedCount)
  }

  private mutating func fail(_ error: ReadError) -> ReadError {
    self.error = error
    pending.removeAll()
    ready = []
    return error
  }
}
