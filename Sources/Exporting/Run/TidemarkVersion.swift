/// The program's version, as it names itself to servers and in the files it writes.
package let tidemarkVersion = "0.1.0"
