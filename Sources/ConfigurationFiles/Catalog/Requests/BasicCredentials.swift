/// A user and a password as RFC 7617 sends them.
package struct BasicCredentials: Sendable {
  package var username: Template
  package var password: Template

  package init(username: Template, password: Template) {
    self.username = username
    self.password = password
  }

  package var tokens: Set<String> { username.tokens.union(password.tokens) }
}
