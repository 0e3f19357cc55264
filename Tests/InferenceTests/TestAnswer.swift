import Foundation
import Inference
import Storage
import SystemPackage
import TestSupport

/// The checkout, for files outside the sources.
let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// A saved response of these bytes, on an in-memory disk.
func savedAnswer(_ bytes: [UInt8]) throws -> SavedAnswer {
  let files = MemoryFileStore()
  let file = try files.create("answer.json", mode: .shared)
  try file.write(bytes)
  try file.close()
  return try SavedAnswer("answer.json", files: files)
}

func proposal(_ text: String, records: [String]? = nil) throws -> AnswerProposal {
  try AnswerProposal(savedAnswer(Array(text.utf8)), records: records)
}
