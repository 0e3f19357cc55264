/// Stops reading a response after enough rows.
struct EnoughRows: Error {}
