import Crypto
import Foundation

/// A certificate for `localhost`, made on the spot and signed by itself.
struct TestCertificate {
  /// PEM.
  let certificate: String
  /// PEM.
  let privateKey: String

  init() throws {
    let key = P256.Signing.PrivateKey()
    privateKey = key.pemRepresentation
    let ecdsaWithSHA256 = DER.sequence([DER.value(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02])])
    let commonName = DER.sequence([
      DER.value(0x31, DER.sequence([DER.value(0x06, [0x55, 0x04, 0x03]), DER.value(0x0C, Array("localhost".utf8))]))
    ])
    let validity = DER.sequence([
      DER.value(0x17, Array("200101000000Z".utf8)), DER.value(0x18, Array("21200101000000Z".utf8)),
    ])
    let alternativeName = DER.sequence([
      DER.value(0x06, [0x55, 0x1D, 0x11]), DER.value(0x04, DER.sequence([DER.value(0x82, Array("localhost".utf8))])),
    ])
    let isAuthority = DER.sequence([
      DER.value(0x06, [0x55, 0x1D, 0x13]), DER.value(0x01, [0xFF]),
      DER.value(0x04, DER.sequence([DER.value(0x01, [0xFF])])),
    ])
    let body = DER.sequence([
      DER.value(0xA0, DER.value(0x02, [2])), DER.value(0x02, [1]), ecdsaWithSHA256, commonName, validity, commonName,
      Array(key.publicKey.derRepresentation), DER.value(0xA3, DER.sequence([alternativeName, isAuthority])),
    ])
    let signature = try key.signature(for: Data(body)).derRepresentation
    let whole = DER.sequence([body, ecdsaWithSHA256, DER.value(0x03, [0] + signature)])
    let text = Data(whole).base64EncodedString(options: .lineLength64Characters)
    certificate = "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
  }

  /// Tag, length, content.
  private enum DER {
    static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
      switch content.count {
      case ..<128: [tag, UInt8(content.count)] + content
      case ..<256: [tag, 0x81, UInt8(content.count)] + content
      default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 255)] + content
      }
    }

    static func sequence(_ parts: [[UInt8]]) -> [UInt8] { value(0x30, parts.flatMap { $0 }) }
  }
}
