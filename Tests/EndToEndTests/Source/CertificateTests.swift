import Foundation
import Testing

/// A server whose certificate an authority of the user's own has signed.
struct CertificateTests {
  /// Makes an authority and a certificate of it for 127.0.0.1; the server's file holds certificate and key.
  private static func makeAuthority(in folder: URL) throws -> (authority: String, server: String) {
    let script = """
      set -e
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Authority" -keyout ca.key -out ca.pem
      openssl req -newkey rsa:2048 -nodes -subj "/CN=127.0.0.1" -keyout server.key -out server.csr
      printf 'subjectAltName=IP:127.0.0.1' >server.ext
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.crt
      cat server.crt server.key >server.pem
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Another" -keyout other.key -out other.pem
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return (folder.appending(path: "ca.pem").path, folder.appending(path: "server.pem").path)
  }

  @Test func `only a certificate of a trusted authority is accepted`() throws {
    var vendor = try VendorRun(address: "https://127.0.0.1:1")
    defer { vendor.remove() }
    let (authority, certificate) = try CertificateTests.makeAuthority(in: vendor.binary.folder)
    let server = try VendorServer("--tls", certificate)
    let address = "https://127.0.0.1:\(server.port)"
    func pipeline(_ source: String) throws -> String {
      try vendor.binary.copyPipeline(
        "wolkvox-emails",
        replacing: [
          "  server: ${WOLKVOX_SERVER}": "  base_url: \(address)\(source)", "to: 2026-10-08": "to: 2026-10-03",
        ])
    }

    let unknown = try vendor.run(pipeline(""))
    #expect(unknown.status == 69)
    #expect(
      unknown.diagnostics.contains(
        "the certificate of \(address) is not trusted; if a private certificate authority issued the server's certificate, set `source.ca_file` to its PEM file\n"
      ), "\(unknown.diagnostics)")
    let other = try vendor.run(pipeline("\n  ca_file: other.pem"))
    #expect(other.status == 69)
    #expect(
      other.diagnostics.contains(
        "the certificate of \(address) is not trusted; `source.ca_file` (other.pem) must contain its certificate authority\n"
      ),
      "\(other.diagnostics)")
    #expect(try vendor.binary.partitions("exports/wolkvox-emails").isEmpty)

    let trusted = try vendor.run(pipeline("\n  ca_file: ca.pem"))
    #expect(trusted.status == 0, "\(trusted.diagnostics)")
    #expect(try vendor.binary.partitions("exports/wolkvox-emails").count == 2)

    try FileManager.default.removeItem(at: vendor.binary.folder.appending(path: "exports"))
    vendor.binary.environment["SSL_CERT_FILE"] = authority
    #expect(try vendor.run(pipeline("")).status == 0)
  }

  @Test(arguments: [
    ("none.pem", "`ca_file`: cannot read the file `none.pem`: "),
    (
      "wolkvox-emails.yaml",
      "`ca_file`: `wolkvox-emails.yaml` contains no PEM certificate (`-----BEGIN CERTIFICATE-----`)"
    ),
  ])
  func `an invalid ca_file is reported at its key`(_ name: String, _ message: String) throws {
    let vendor = try VendorRun(address: "https://127.0.0.1:1")
    defer { vendor.remove() }
    let file = try vendor.pipeline("wolkvox-emails", source: "\n  ca_file: \(name)")
    let result = try vendor.binary.run("check", file)
    #expect(result.status == 78)
    #expect(result.diagnostics.contains("wolkvox-emails.yaml:13:12: error: \(message)"), "\(result.diagnostics)")
  }

  @Test func `an invalid SSL_CERT_FILE is reported before the first request`() throws {
    var vendor = try VendorRun(address: "https://127.0.0.1:1")
    defer { vendor.remove() }
    vendor.binary.environment["SSL_CERT_FILE"] = "none.pem"
    let result = try vendor.run(vendor.pipeline("wolkvox-emails"))
    #expect(result.status == 78)
    #expect(
      result.diagnostics
        == "error: cannot read the certificate authorities in none.pem: No such file or directory; SSL_CERT_FILE names it\n"
    )
  }
}
