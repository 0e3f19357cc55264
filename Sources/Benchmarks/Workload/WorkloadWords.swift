/// WorkloadWords as they are written in JSON.
enum WorkloadWords {
  static let names = [
    "Ana María Pérez", "Luis Gómez", "Camila Torres R", "", "Jorge Iván Ñustes", "Paula Andrea Rincón",
  ]
  static let calls = ["conference", "inbound", "transfer", "internal call_inb"]
  static let plain =
    words(
      """
      hola buenos días gracias por su respuesta el pedido número no ha llegado todavía quisiera saber cuándo lo entregan porque
      necesito la factura de compra cambio devolución producto dirección correo teléfono atención cordial saludo espero pronta
      solución del caso adjunto documento solicitado quedo atento usted hoy? a y en que con para una los las fecha
      """)
    + [#"\u00bfc\u00f3mo"#, #"est\u00e1"#, #"\n\n"#, #"\"urgente\""#]
  static let html =
    words(
      "de radicado estimado cliente, le confirmamos la solicitud al usuario su caso ha sido escalado gracias por &nbsp;"
    )
    + [
      #"<p style=\"margin:0\">"#, #"<\/p>\r\n"#, #"<br \/>"#, #"<a href=\"https:\/\/www.example.com\/a\/b?c=d\">"#,
      #"<\/a>"#, #"<span style=\"font-size:11pt\">"#, #"<\/span>"#, #"recepci\u00f3n"#, #"n\u00famero"#,
      #"atenci\u00f3n"#, #"\r\n"#, #"d\u00edas"#, #"h\u00e1biles"#, "escribirnos", "cordialmente",
    ]

  private static func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
}
