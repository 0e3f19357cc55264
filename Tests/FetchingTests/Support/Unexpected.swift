import Synchronization
import Testing

struct Unexpected: Error {}
