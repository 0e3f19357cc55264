/// The columns of a partition, in the order in which they are written.
package struct Schema: Hashable, Sendable, Codable {
  package var columns: [Column]

  package init(columns: [Column]) {
    self.columns = columns
  }
}
