/// What a cast makes of a text.
enum CastResult<Value> {
  case value(Value)
  case bad(BadReason)
}
