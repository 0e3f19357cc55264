/// The envelope around the records of a response. Paths are keys from the root of the document.
package struct Envelope: Sendable {
  /// The path of the records: an array, or one object that is the only record. Empty if the document itself contains
  /// them.
  package var records: [String]
  /// The path of the status, and the texts that mean success; a number or boolean is compared by its JSON text.
  package var success: (at: [String], anyOf: [String])?
  /// The record count that the response declares.
  package var declared: DeclaredCount?
  /// The path of the API's message, for display and for verdict rules.
  package var message: [String]?

  package init(
    records: [String], success: (at: [String], anyOf: [String])?, declared: DeclaredCount?, message: [String]?
  ) {
    self.records = records
    self.success = success
    self.declared = declared
    self.message = message
  }
}
