/// A savepoint in a partition.
package struct PartitionSavepoint: Sendable {
  let writer: ObjectIdentifier
  let number: Int
  let progress: PartitionProgress
  let pending: [UInt8]
}
