package import ConfigurationFiles

extension PlanError {
  /// `path:line:column: error: …`, without a position if the error is that of an argument.
  ///
  /// - Parameter overridden: the names of the range's ends that arguments replace: `from`, `to`.
  package func diagnostic(in file: PipelineFile, overridden: Set<String>) -> String {
    guard let setting = setting(overridden: overridden), let position = file.positions[setting] else {
      return "\(file.path): error: \(self)"
    }
    return "\(Diagnostic(path: file.path, line: position.line, column: position.column, message: description))"
  }

  /// The setting of the pipeline file that is wrong; nil if it is not the file's.
  private func setting(overridden: Set<String>) -> String? {
    switch self {
    case .chunkCount, .chunkDoesNotDivideDay, .tooManyChunks, .tooManyWindows, .chunkTooLong, .indistinguishable:
      "range.chunk"
    case .outOfReach(let name, _): overridden.contains(name) ? nil : "range.\(name)"
    case .emptyRange, .reversedRange: overridden.isEmpty ? "range.to" : nil
    case .unknownToken, .sharedPath: "sink.partition"
    case .unknownZone, .uncuttable, .unknownChunk: nil
    }
  }
}
