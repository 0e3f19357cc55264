/// The result of casting a text.
enum CastResult<Value> {
  case value(Value)
  case bad(ValueError)
}
