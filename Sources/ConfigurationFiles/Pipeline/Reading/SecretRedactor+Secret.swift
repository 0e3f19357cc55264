package import Records

extension SecretRedactor {
  package init(_ secrets: some Sequence<Secret>) {
    self.init()
    for secret in secrets { add(secret) }
  }

  package mutating func add(_ secret: Secret) {
    secret.withValue { add($0) }
  }
}
