import Records

/// One report of a system. Settings that it does not specify were taken from its system when the file was read.
package struct CatalogReport: Sendable {
  package var name: String
  package var title: String
  package var help: String?
  package var request: RequestTemplate
  package var grain: Grain
  /// The field with an event's own time; nil for other grains.
  package var timeField: String?
  /// Parameters of only this report, in addition to the system's.
  package var parameters: [Parameter]
  package var window: WindowFormat
  package var limits: Limits
  package var envelope: Envelope
  /// Nil if one response contains all records of a window.
  package var paging: Paging?
  /// The report's own rules first, then the system's.
  package var verdicts: [VerdictRule]
  /// Every field that the vendor documents.
  package var fields: [CatalogField]
  /// The default of a pipeline's partition path.
  package var partition: Template?

  package init(
    name: String, title: String, help: String?, request: RequestTemplate, grain: Grain, timeField: String?,
    parameters: [Parameter], window: WindowFormat, limits: Limits, envelope: Envelope, paging: Paging? = nil,
    verdicts: [VerdictRule], fields: [CatalogField], partition: Template?
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.request = request
    self.grain = grain
    self.timeField = timeField
    self.parameters = parameters
    self.window = window
    self.limits = limits
    self.envelope = envelope
    self.paging = paging
    self.verdicts = verdicts
    self.fields = fields
    self.partition = partition
  }
}

extension CatalogReport {
  /// The keys of a record that the vendor documents: leaving them out of a pipeline does not make them unknown.
  package var topLevelKeys: Set<String> {
    Set(
      fields.flatMap { field in
        if case .record(let paths) = field.origin { paths.compactMap(\.keys.first) } else { [String]() }
      })
  }
}
