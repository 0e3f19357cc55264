// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: Swift 6, explicit `any`, and imports that are internal unless declared otherwise.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// A stage of the export or a foundation of the stages, with the targets and products that it may import.
func stage(_ name: String, imports: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: imports, swiftSettings: strict)
}

/// The tests of the target of the same name.
func tests(of name: String, imports: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + imports, exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "tidemark",
  products: [.executable(name: "tidemark", targets: ["tidemark"])],
  dependencies: [
    // The command line: parsing, help, completions.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // HTTP with back-pressure. On Linux, URLSession has no back-pressure and accepts truncated bodies as complete.
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    // Buffers, headers and timeouts in the interface of async-http-client.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    // TLS with custom certificate authorities.
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    // SHA-256 of partitions, fingerprints and lease names.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    // Paths, descriptors and errno.
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    // Commands of `on_finish`, in a new process group and with default signal handling, which Foundation's Process
    // cannot do.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    // YAML as nodes with line and column.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // The sandbox's HTTP server, and the types in its interface.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // The command line.
    .executableTarget(
      name: "tidemark",
      dependencies: [
        "Exporting", "Loading", "SchemaInference", "ConfigurationFiles", "Planning", "Checkpoints", "Sandbox",
        "Fetching", "Storage", "Records", "CProcess", argumentParser, subprocess, systemPackage,
      ],
      swiftSettings: strict),

    // The main loop.
    stage(
      "Exporting",
      imports: [
        "ConfigurationFiles", "Planning", "Fetching", "Reading", "Mapping", "Writing", "Checkpoints", "Storage",
        "Records", "Compression", systemPackage,
      ]),

    // Generates the SQL that makes a warehouse equal to the manifest.
    stage(
      "Loading",
      imports: [
        "ConfigurationFiles", "Planning", "Checkpoints", "Storage", "Records", "Compression", crypto, systemPackage,
      ]),

    // Suggests columns and a report for a saved response.
    stage("SchemaInference", imports: ["ConfigurationFiles", "Reading", "Storage", "Records", systemPackage]),

    // The stages, in the order in which data passes through them. Fetching, Reading, Mapping, Writing and Checkpoints
    // never import one another.
    .target(
      name: "ConfigurationFiles", dependencies: ["Records", yams], exclude: ["Systems"], swiftSettings: strict,
      plugins: ["EmbedCatalog"]),
    stage("Planning", imports: ["ConfigurationFiles", "Records"]),
    stage(
      "Fetching",
      imports: [
        "ConfigurationFiles", "Planning", "Storage", "Records", "Compression", asyncHTTPClient, nioCore, nioHTTP1,
        nioPosix, nioSSL, crypto, systemPackage,
      ]),
    stage("Reading", imports: ["Records", "CJSONScan"]),
    stage("Mapping", imports: ["Records", "CJSONScan"]),
    stage("Writing", imports: ["Records", "Storage", "Parquet", "Compression", "CJSONScan", crypto, systemPackage]),
    stage("Checkpoints", imports: ["Planning", "Storage", "Records", crypto, systemPackage]),

    // The foundations.
    stage("Parquet", imports: ["Compression"]),
    stage("Compression", imports: ["CZlib", "CZstd"]),
    stage("Storage", imports: [systemPackage]),
    stage("Records", imports: []),
    .target(name: "CJSONScan"),
    // libz and libzstd: `apt-get install libz-dev libzstd-dev`.
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CZstd"),
    // The system call that makes a process adopt orphaned descendants.
    .systemLibrary(name: "CProcess"),

    // Measures the stages and complete exports: `swift run -c release Benchmarks`.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Exporting", "ConfigurationFiles", "Planning", "Fetching", "Reading", "Mapping", "Writing", "Compression",
        "Storage", "Records", argumentParser, nioCore, nioPosix,
      ],
      exclude: ["duckdb_export.py", "polars_export.py", "rival.py"], swiftSettings: strict),

    // Runs only the scanner, for `.ci/count-instructions`.
    .executableTarget(name: "ScanCount", dependencies: ["Reading", "Records", systemPackage], swiftSettings: strict),

    // Embeds the catalog's files in the binary at build time.
    .executableTarget(name: "CatalogEmbedder", swiftSettings: strict),
    .plugin(
      name: "EmbedCatalog", capability: .buildTool(), dependencies: ["CatalogEmbedder"], path: "Sources/EmbedCatalog"),

    // A server that imitates the catalog's vendors.
    stage(
      "Sandbox", imports: ["ConfigurationFiles", "Records", hummingbird, hummingbirdCore, nioCore, httpTypes, logging]),

    // Test doubles: a manual clock, in-memory disks, and simple reference implementations of optimized code.
    .target(
      name: "TestSupport", dependencies: ["Planning", "Storage", "Records", "CZlib", systemPackage],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "ConfigurationFiles", imports: ["Records"]),
    .testTarget(
      name: "LoadingTests",
      dependencies: [
        "Loading", "ConfigurationFiles", "Planning", "Checkpoints", "Storage", "Records", "Compression", "TestSupport",
        crypto,
        systemPackage,
      ],
      exclude: ["Readers", "Scripts"], swiftSettings: strict),
    tests(of: "SchemaInference", imports: ["ConfigurationFiles", "Reading", "Storage", "Records", systemPackage]),
    tests(of: "Planning", imports: ["ConfigurationFiles", "Records"]),
    tests(
      of: "Fetching",
      imports: [
        "ConfigurationFiles", "Planning", "Storage", "Records", "Compression", "CZlib", nioCore, nioPosix, nioHTTP1,
        nioSSL, crypto, systemPackage,
      ]),
    tests(of: "Reading", imports: ["Records", "CJSONScan"]),
    tests(of: "Mapping", imports: ["Records"]),
    tests(of: "Writing", imports: ["Records", "Storage", "Compression", "CJSONScan", crypto, systemPackage]),
    tests(of: "Checkpoints", imports: ["Planning", "Storage", "Records", systemPackage]),
    tests(of: "Parquet", imports: ["Compression"], exclude: ["Readers"]),
    tests(of: "Compression", imports: [systemPackage]),
    tests(of: "Storage", imports: [systemPackage]),
    tests(of: "Sandbox", imports: ["ConfigurationFiles", "Records", asyncHTTPClient, nioCore, nioHTTP1]),
    tests(
      of: "Exporting",
      imports: [
        "ConfigurationFiles", "Planning", "Fetching", "Checkpoints", "Storage", "Records", "Sandbox", "Compression",
        "Parquet", crypto, systemPackage,
      ]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["tidemark", "TestSupport"], exclude: ["Fixtures"], swiftSettings: strict),
  ]
)

// The fuzzers, which only `.ci/fuzz` builds. Their stages are instrumented, so that libFuzzer sees the code that an
// input reaches, and the address sanitizer sees memory errors. `portable` compiles CJSONScan without vector
// instructions.
if let kind = Context.environment["TIDEMARK_FUZZ"] {
  let scanner = kind == "portable" ? ["-Xcc", "-DJSON_SCAN_PORTABLE"] : []
  let instrumented = strict + [.unsafeFlags(["-sanitize=fuzzer,address"] + scanner)]
  let stages = ["ConfigurationFiles", "Planning", "Reading", "Mapping", "Writing", "Parquet", "Compression", "Records"]
  for target in package.targets where stages.contains(target.name) { target.swiftSettings = instrumented }
  package.targets += [
    .systemLibrary(name: "CLibFuzzer", path: "Tests/CLibFuzzer"),
    .executableTarget(
      name: "Fuzzers",
      dependencies: [
        "ConfigurationFiles", "Planning", "Reading", "Mapping", "Writing", "Parquet", "Compression", "Records",
        "CJSONScan", "CLibFuzzer", "TestSupport", systemPackage,
      ],
      path: "Tests/Fuzzers", exclude: ["Dictionaries", "Seeds"], swiftSettings: instrumented,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
  ]
}
