import Foundation

struct NoSuchFile: Error, CustomStringConvertible {
  var description: String { "no such file" }
}
