#ifndef C_ESCAPE_SCAN_H
#define C_ESCAPE_SCAN_H

// JSON's escapes, read one by one and looked through 64 bytes of text at a time.
//
// Contract of every function: nothing outside [text, text + length) is read, and nothing is written.

#include "CJSONScan.h"

/// Returns the UTF-16 code unit of the four hexadecimal digits at `digits`; above 0xFFFF if one is invalid.
JSON_SCAN_INLINE uint32_t escape_code_unit(const uint8_t *digits) {
  uint32_t unit = 0;
  for (int place = 0; place < 4; place += 1) {
    const uint32_t digit = digits[place] - (uint32_t)'0', letter = (digits[place] | 0x20u) - (uint32_t)'a';
    // An invalid digit sets a bit so high that no shift moves it into the unit or out of the word.
    unit = unit << 4 | (digit < 10 ? digit : letter < 6 ? letter + 10 : 0x10000u);
  }
  return unit;
}

/// Returns the length of the escape whose backslash is at `text`, counting a surrogate pair as one; 0 if it is not a
/// valid JSON escape.
JSON_SCAN_INLINE size_t escape_length(const uint8_t *text, size_t length) {
  if (length < 2) return 0;
  switch (text[1]) {
  case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
  case 'u': break;
  default: return 0;
  }
  if (length < 6) return 0;
  const uint32_t unit = escape_code_unit(text + 2);
  if (unit > 0xFFFF) return 0;
  if ((unit & 0xF800) != 0xD800) return 6;
  if (unit >= 0xDC00 || length < 12 || text[6] != '\\' || text[7] != 'u') return 0;
  const uint32_t low = escape_code_unit(text + 8);
  return low <= 0xFFFF && (low & 0xFC00) == 0xDC00 ? 12 : 0;
}

/// The same, but 0 also for the escape of U+0000.
JSON_SCAN_INLINE size_t sound_escape_length(const uint8_t *text, size_t length) {
  const size_t taken = escape_length(text, length);
  return taken == 6 && __builtin_memcmp(text + 2, "0000", 4) == 0 ? 0 : taken;
}

/// Continues at `at`, which is not an escaped byte.
JSON_SCAN_INLINE _Bool escapes_are_sound_from(const uint8_t *text, size_t length, size_t at) {
  while (at < length) {
    if (text[at] != '\\') {
      at += 1;
      continue;
    }
    const size_t taken = sound_escape_length(text + at, length - at);
    if (taken == 0) return 0;
    at += taken;
  }
  return 1;
}

JSON_SCAN_INLINE _Bool escapes_are_sound_portable(const uint8_t *text, size_t length) {
  return escapes_are_sound_from(text, length, 0);
}

/// Returns true if every escape in the raw text of a string is valid JSON, surrogates are paired, and no escape
/// represents U+0000.
JSON_SCAN_INLINE _Bool escapes_are_sound(const uint8_t *text, size_t length) {
  // Every escape before `at` is sound.
  size_t at = 0;
#if JSON_SCAN_VECTOR
  for (size_t block = 0; length - block >= 64; block += 64) {
    const json_scan_vector a = json_scan_load(text + block), b = json_scan_load(text + block + 16);
    const json_scan_vector c = json_scan_load(text + block + 32), d = json_scan_load(text + block + 48);
    uint64_t slashes = json_scan_bits64(
        json_scan_where(a, '\\'), json_scan_where(b, '\\'), json_scan_where(c, '\\'), json_scan_where(d, '\\'));
    // An escape is at most 12 bytes long, so the one before this block ends in it.
    if (at > block) slashes &= ~(uint64_t)0 << (at - block);
    at = at > block ? at : block;
    while (slashes) {
      at = block + (size_t)__builtin_ctzll(slashes);
      const size_t taken = sound_escape_length(text + at, length - at);
      if (taken == 0) return 0;
      at += taken;
      slashes = at - block < 64 ? slashes & ~(uint64_t)0 << (at - block) : 0;
    }
    if (at < block + 64) at = block + 64;
  }
#endif
  return escapes_are_sound_from(text, length, at);
}

/// Returns true if a byte of the text is zero.
JSON_SCAN_INLINE _Bool text_has_zero(const uint8_t *text, size_t length) {
  return length > 0 && __builtin_memchr(text, 0, length) != NULL;
}

#endif
