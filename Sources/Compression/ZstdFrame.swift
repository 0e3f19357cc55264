import CZstd

/// Zstandard frames (RFC 8878) made and read by libzstd.
///
/// Unsafe memory: a context is created and freed within one call; arrays are lent to libzstd by address and length for
/// the duration of one call, which only reads its input.
package enum ZstdFrame {
  /// Compresses content as one frame, which records the content's size and has no checksum.
  ///
  /// The frame depends on the content and on libzstd alone.
  package static func compress(_ content: [UInt8]) throws(CompressionError) -> [UInt8] {
    guard let context = ZSTD_createCCtx() else { throw error("compress with zstd", "insufficient memory") }
    defer { ZSTD_freeCCtx(context) }
    for (parameter, value) in parameters(forContentOf: content.count) {
      let code = ZSTD_CCtx_setParameter(context, parameter, value)
      if ZSTD_isError(code) != 0 { throw error("compress with zstd", code) }
    }
    var code = 0
    let output = content.withUnsafeBytes { input in
      [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(input.count)) { space, count in
        code = ZSTD_compress2(context, space.baseAddress, space.count, input.baseAddress, input.count)
        count = ZSTD_isError(code) == 0 ? code : 0
      }
    }
    if ZSTD_isError(code) != 0 { throw error("compress with zstd", code) }
    // A copy gives back the room for the worst case.
    return Array(output[...])
  }

  /// Level 3, with the match length and the table sizes that gave the smallest Parquet pages of generated calls,
  /// messages and e-mails for that effort: short values match best in seven bytes, long texts in six.
  private static func parameters(forContentOf size: Int) -> [(ZSTD_cParameter, Int32)] {
    let isShort = size < 512 << 10
    return [
      (ZSTD_c_compressionLevel, 3), (ZSTD_c_strategy, Int32(ZSTD_dfast.rawValue)),
      (ZSTD_c_minMatch, isShort ? 7 : 6), (ZSTD_c_hashLog, isShort ? 15 : 18), (ZSTD_c_chainLog, isShort ? 14 : 16),
    ]
  }

  /// Decompresses one frame whose content has exactly `size` bytes, as the frame itself records it.
  package static func decompress(_ frame: [UInt8], size: Int) throws(CompressionError) -> [UInt8] {
    let operation = "decompress zstd data"
    let recorded = frame.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    guard recorded == UInt64(size) else { throw error(operation, "the frame does not hold \(size) bytes") }
    var code = 0
    let content = frame.withUnsafeBytes { input in
      [UInt8](unsafeUninitializedCapacity: size) { space, count in
        code = ZSTD_decompress(space.baseAddress, size, input.baseAddress, input.count)
        count = ZSTD_isError(code) == 0 ? code : 0
      }
    }
    if ZSTD_isError(code) != 0 { throw error(operation, code) }
    guard content.count == size else { throw error(operation, "the frame does not hold \(size) bytes") }
    return content
  }

  private static func error(_ operation: String, _ code: Int) -> CompressionError {
    error(operation, String(cString: ZSTD_getErrorName(code)))
  }

  private static func error(_ operation: String, _ reason: String) -> CompressionError {
    CompressionError(operation: operation, reason: reason)
  }
}
