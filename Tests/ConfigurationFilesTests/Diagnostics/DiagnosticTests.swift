import Testing

/// Tables of errors with the exact lines that users see; one file per subject.
@Suite struct DiagnosticTests {}
