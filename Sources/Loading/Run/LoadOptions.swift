/// The options of a load.
package struct LoadOptions: Sendable {
  /// Loads every chunk again, and may remove most of the table's rows.
  package var isFull = false
  /// Compares and reports, and changes nothing.
  package var isCheck = false

  package init(isFull: Bool = false, isCheck: Bool = false) {
    self.isFull = isFull
    self.isCheck = isCheck
  }
}
