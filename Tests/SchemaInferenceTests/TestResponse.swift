import Foundation
import SchemaInference
import Storage
import SystemPackage
import TestSupport

/// The checkout, for files outside the sources.
let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// A saved response of these bytes, on an in-memory disk.
func savedResponse(_ bytes: [UInt8]) throws -> SavedResponse {
  let files = MemoryFileStore()
  let file = try files.create("answer.json", mode: .shared)
  try file.write(bytes)
  try file.close()
  return try SavedResponse("answer.json", files: files)
}

func proposal(_ text: String, records: [String]? = nil) throws -> ResponseProposal {
  try ResponseProposal(savedResponse(Array(text.utf8)), records: records)
}
