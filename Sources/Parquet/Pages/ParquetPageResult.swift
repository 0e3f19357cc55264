/// A page as it is written to the file.
package struct ParquetPageResult: Sendable {
  let place: ParquetPageJob.Position
  let bytes: [UInt8]
  let crc: UInt32
}
