import Checkpoints
import Foundation
import Planning
import Records
import SystemPackage
import TestSupport
import Testing

@Suite struct FingerprintTests {
  static let entries = [
    (key: "field `duration`", value: "seconds"), (key: "field `x`", value: "string"),
    (key: "source", value: "https://example.com"),
  ]

  @Test func `the order of entries does not matter, their content does`() {
    let fingerprint = Fingerprint(Self.entries)
    #expect(fingerprint == Fingerprint(Self.entries.reversed()))
    #expect(fingerprint.text.count == 64)
    #expect(
      fingerprint.text
        == TestSink.sha256(
          Array("16:field `duration`7:seconds9:field `x`6:string6:source19:https://example.com".utf8)))
    for index in Self.entries.indices {
      var changed = Self.entries
      changed[index].value += "!"
      #expect(Fingerprint(changed).text != fingerprint.text)
    }
    #expect(Fingerprint([(key: "ab", value: "c")]).text != Fingerprint([(key: "a", value: "bc")]).text)
  }

  @Test func `the settings of a fingerprint are saved once for later runs`() throws {
    let disk = ModelledDisk()
    let sink = try TestSink(disk)
    let fingerprint = Fingerprint(Self.entries)
    try sink.store.save(fingerprint)
    #expect(try sink.store.savedFingerprint(fingerprint.text) == fingerprint)
    #expect(try TestSink(disk.afterCrash(.strict)).store.savedFingerprint(fingerprint.text) == fingerprint)
    let before = disk.operations.count
    try sink.store.save(fingerprint)
    #expect(disk.operations.count == before)
    #expect(try sink.store.savedFingerprint("f00d") == nil)
  }

  @Test(arguments: ["", "{", "{\"version\": 1, \"fingerprint\": \"f\", \"entries\": {\"a\": \"b\"}}"])
  func `invalid saved settings are treated as missing and saved again`(_ text: String) throws {
    let sink = try TestSink()
    let fingerprint = Fingerprint(Self.entries)
    try sink.write(text, to: "_tidemark/shapes/\(fingerprint.text).json")
    #expect(try sink.store.savedFingerprint(fingerprint.text) == nil)
    try sink.store.save(fingerprint)
    #expect(try sink.store.savedFingerprint(fingerprint.text) == fingerprint)
  }
}
