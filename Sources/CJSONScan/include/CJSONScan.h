#ifndef C_JSON_SCAN_H
#define C_JSON_SCAN_H

// Searches over JSON text, 16 to 64 bytes at a time.
//
// With JSON_SCAN_PORTABLE defined there are no vectors, as on processors that have none of those known here.
//
// Contract of every function: nothing outside [text, text + length) is read, nothing is written, and a length of 0 is
// fine with any pointer. Each has a twin ending in `_portable` with the same results, which is what other processors
// get; the tests compare the two.

#include <stddef.h>
#include <stdint.h>

#if defined(JSON_SCAN_PORTABLE)
#elif defined(__SSE2__)
#include <emmintrin.h>
#define JSON_SCAN_SSE2 1
#define JSON_SCAN_VECTOR 1
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <arm_neon.h>
#define JSON_SCAN_NEON 1
#define JSON_SCAN_VECTOR 1
#endif

#define JSON_SCAN_INLINE static inline __attribute__((always_inline, unused))

/// Returned by `json_scan_string` if the closing quote is missing.
static const uint64_t json_scan_open = UINT64_MAX;
/// Traits of a string, in the low two bits of the result of `json_scan_string`.
static const uint64_t json_scan_has_escapes = 1;
static const uint64_t json_scan_is_non_ascii = 2;

// MARK: Words of eight bytes

JSON_SCAN_INLINE uint64_t json_scan_word(const uint8_t *text) {
  uint64_t word;
  __builtin_memcpy(&word, text, 8);
  return word;
}

/// Not 0 if a byte of `word` equals the byte that `pattern` repeats.
JSON_SCAN_INLINE uint64_t json_scan_word_has(uint64_t word, uint64_t pattern) {
  const uint64_t difference = word ^ pattern;
  return (difference - 0x0101010101010101u) & ~difference & 0x8080808080808080u;
}

// MARK: Portable twins

JSON_SCAN_INLINE size_t json_scan_stop_portable(const uint8_t *text, size_t length) {
  size_t at = 0;
  while (length - at >= 8) {
    const uint64_t word = json_scan_word(text + at);
    if (json_scan_word_has(word, 0x2222222222222222u) | json_scan_word_has(word, 0x5C5C5C5C5C5C5C5Cu)) break;
    at += 8;
  }
  while (at < length && text[at] != '"' && text[at] != '\\') at += 1;
  return at;
}

/// Continues at `at` with the traits found before; the caller must have skipped a byte at `at` that is escaped by a
/// backslash before it.
JSON_SCAN_INLINE uint64_t json_scan_string_rest(const uint8_t *text, size_t length, size_t at, uint64_t traits) {
  while (1) {
    while (length - at >= 8) {
      const uint64_t word = json_scan_word(text + at);
      if (json_scan_word_has(word, 0x2222222222222222u) | json_scan_word_has(word, 0x5C5C5C5C5C5C5C5Cu)) break;
      if (word & 0x8080808080808080u) traits |= json_scan_is_non_ascii;
      at += 8;
    }
    while (at < length && text[at] != '"' && text[at] != '\\') {
      if (text[at] & 0x80) traits |= json_scan_is_non_ascii;
      at += 1;
    }
    if (at == length) return json_scan_open;
    if (text[at] == '"') return (uint64_t)at << 2 | traits;
    traits |= json_scan_has_escapes;
    if (length - at < 2) return json_scan_open;
    if (text[at + 1] & 0x80) traits |= json_scan_is_non_ascii;
    at += 2;
  }
}

JSON_SCAN_INLINE uint64_t json_scan_string_portable(const uint8_t *text, size_t length) {
  return json_scan_string_rest(text, length, 0, 0);
}

JSON_SCAN_INLINE size_t json_scan_whitespace_portable(const uint8_t *text, size_t length) {
  size_t at = 0;
  while (at < length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) at += 1;
  return at;
}

JSON_SCAN_INLINE _Bool json_scan_equal_portable(const uint8_t *text, const uint8_t *other, size_t length) {
  uint64_t difference = 0;
  size_t at = 0;
  for (; length - at >= 8; at += 8) difference |= json_scan_word(text + at) ^ json_scan_word(other + at);
  for (; at < length; at += 1) difference |= text[at] ^ other[at];
  return difference == 0;
}

// MARK: Vectors of sixteen bytes

#if JSON_SCAN_SSE2
typedef __m128i json_scan_vector;

JSON_SCAN_INLINE json_scan_vector json_scan_load(const uint8_t *text) {
  return _mm_loadu_si128((const __m128i *)(const void *)text);
}
JSON_SCAN_INLINE json_scan_vector json_scan_zero(void) { return _mm_setzero_si128(); }
JSON_SCAN_INLINE json_scan_vector json_scan_where(json_scan_vector bytes, uint8_t byte) {
  return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)byte));
}
JSON_SCAN_INLINE json_scan_vector json_scan_or(json_scan_vector a, json_scan_vector b) { return _mm_or_si128(a, b); }
JSON_SCAN_INLINE _Bool json_scan_same(const uint8_t *a, const uint8_t *b) {
  return _mm_movemask_epi8(_mm_cmpeq_epi8(json_scan_load(a), json_scan_load(b))) == 0xFFFF;
}
/// The top bit of each byte of `a`, then of `b`, from the lowest bit up.
JSON_SCAN_INLINE uint32_t json_scan_bits32(json_scan_vector a, json_scan_vector b) {
  return (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
}
JSON_SCAN_INLINE uint64_t json_scan_bits64(
    json_scan_vector a, json_scan_vector b, json_scan_vector c, json_scan_vector d) {
  return json_scan_bits32(a, b) | (uint64_t)json_scan_bits32(c, d) << 32;
}
#elif JSON_SCAN_NEON
typedef uint8x16_t json_scan_vector;

JSON_SCAN_INLINE json_scan_vector json_scan_load(const uint8_t *text) { return vld1q_u8(text); }
JSON_SCAN_INLINE json_scan_vector json_scan_zero(void) { return vdupq_n_u8(0); }
JSON_SCAN_INLINE json_scan_vector json_scan_where(json_scan_vector bytes, uint8_t byte) {
  return vceqq_u8(bytes, vdupq_n_u8(byte));
}
JSON_SCAN_INLINE json_scan_vector json_scan_or(json_scan_vector a, json_scan_vector b) { return vorrq_u8(a, b); }
JSON_SCAN_INLINE _Bool json_scan_same(const uint8_t *a, const uint8_t *b) {
  return vminvq_u8(vceqq_u8(vld1q_u8(a), vld1q_u8(b))) == 0xFF;
}
/// One weighted bit per byte, so that adding adjacent ones three times collects eight of them in a byte.
JSON_SCAN_INLINE json_scan_vector json_scan_weights(json_scan_vector bytes) {
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  return vandq_u8(vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(bytes), 7)), vld1q_u8(weights));
}
JSON_SCAN_INLINE uint64_t json_scan_bits64(
    json_scan_vector a, json_scan_vector b, json_scan_vector c, json_scan_vector d) {
  const json_scan_vector low = vpaddq_u8(json_scan_weights(a), json_scan_weights(b));
  const json_scan_vector high = vpaddq_u8(json_scan_weights(c), json_scan_weights(d));
  const json_scan_vector pairs = vpaddq_u8(low, high);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
}
JSON_SCAN_INLINE uint32_t json_scan_bits32(json_scan_vector a, json_scan_vector b) {
  return (uint32_t)json_scan_bits64(a, b, json_scan_zero(), json_scan_zero());
}
#endif

#if JSON_SCAN_VECTOR

/// Scans the rest of a string from its first backslash on, 64 bytes at a time: a quote counts unless the run of
/// backslashes before it is odd.
///
/// The arithmetic over runs is simdjson's (Langdale and Lemire, 2019).
JSON_SCAN_INLINE uint64_t json_scan_escaped_string(const uint8_t *text, size_t length, size_t at, uint64_t traits) {
  const uint64_t even = 0x5555555555555555u;
  uint64_t carried = 0;
  json_scan_vector seen = json_scan_zero();
  traits |= json_scan_has_escapes;
  while (length - at >= 64) {
    const json_scan_vector a = json_scan_load(text + at), b = json_scan_load(text + at + 16);
    const json_scan_vector c = json_scan_load(text + at + 32), d = json_scan_load(text + at + 48);
    uint64_t quotes = json_scan_bits64(
        json_scan_where(a, '"'), json_scan_where(b, '"'), json_scan_where(c, '"'), json_scan_where(d, '"'));
    uint64_t slashes = json_scan_bits64(
        json_scan_where(a, '\\'), json_scan_where(b, '\\'), json_scan_where(c, '\\'), json_scan_where(d, '\\'));
    slashes &= ~carried;
    const uint64_t follows = slashes << 1 | carried;
    const uint64_t odd_starts = slashes & ~even & ~follows;
    unsigned long long sums;
    carried = __builtin_uaddll_overflow(odd_starts, slashes, &sums);
    quotes &= ~((even ^ (uint64_t)sums << 1) & follows);
    if (quotes) {
      const uint64_t before = (quotes & -quotes) - 1;
      if (before & json_scan_bits64(a, b, c, d)) traits |= json_scan_is_non_ascii;
      if (json_scan_bits32(seen, seen)) traits |= json_scan_is_non_ascii;
      return (uint64_t)(at + (size_t)__builtin_ctzll(quotes)) << 2 | traits;
    }
    seen = json_scan_or(seen, json_scan_or(json_scan_or(a, b), json_scan_or(c, d)));
    at += 64;
  }
  if (json_scan_bits32(seen, seen)) traits |= json_scan_is_non_ascii;
  if (carried) {
    if (at == length) return json_scan_open;
    if (text[at] & 0x80) traits |= json_scan_is_non_ascii;
    at += 1;
  }
  return json_scan_string_rest(text, length, at, traits);
}

#endif

// MARK: What callers use

/// Returns the offset of the first quote or backslash; `length` if there is none.
JSON_SCAN_INLINE size_t json_scan_stop(const uint8_t *text, size_t length) {
  size_t at = 0;
#if JSON_SCAN_VECTOR
  for (; length - at >= 32; at += 32) {
    const json_scan_vector a = json_scan_load(text + at), b = json_scan_load(text + at + 16);
    const uint32_t stops = json_scan_bits32(
        json_scan_or(json_scan_where(a, '"'), json_scan_where(a, '\\')),
        json_scan_or(json_scan_where(b, '"'), json_scan_where(b, '\\')));
    if (stops) return at + (size_t)__builtin_ctz(stops);
  }
#endif
  return at + json_scan_stop_portable(text + at, length - at);
}

/// Finds the end of a string whose first byte, after its opening quote, is at `text`.
///
/// Returns `offset of the closing quote << 2 | traits`, or `json_scan_open` if the text ends before it.
JSON_SCAN_INLINE uint64_t json_scan_string(const uint8_t *text, size_t length) {
#if JSON_SCAN_VECTOR
  size_t at = 0;
  json_scan_vector seen = json_scan_zero();
  for (; length - at >= 32; at += 32) {
    const json_scan_vector a = json_scan_load(text + at), b = json_scan_load(text + at + 16);
    const uint32_t stops = json_scan_bits32(
        json_scan_or(json_scan_where(a, '"'), json_scan_where(a, '\\')),
        json_scan_or(json_scan_where(b, '"'), json_scan_where(b, '\\')));
    if (stops) {
      const uint32_t before = (stops & -stops) - 1;
      const uint64_t traits =
          (before & json_scan_bits32(a, b)) | json_scan_bits32(seen, seen) ? json_scan_is_non_ascii : 0;
      at += (size_t)__builtin_ctz(stops);
      if (text[at] == '"') return (uint64_t)at << 2 | traits;
      return json_scan_escaped_string(text, length, at, traits);
    }
    seen = json_scan_or(seen, json_scan_or(a, b));
  }
  return json_scan_string_rest(text, length, at, json_scan_bits32(seen, seen) ? json_scan_is_non_ascii : 0);
#else
  return json_scan_string_portable(text, length);
#endif
}

/// Returns the number of JSON whitespace bytes at the start.
JSON_SCAN_INLINE size_t json_scan_whitespace(const uint8_t *text, size_t length) {
  size_t at = 0;
#if JSON_SCAN_VECTOR
  for (; length - at >= 16; at += 16) {
    const json_scan_vector a = json_scan_load(text + at);
    const json_scan_vector white = json_scan_or(
        json_scan_or(json_scan_where(a, ' '), json_scan_where(a, '\n')),
        json_scan_or(json_scan_where(a, '\r'), json_scan_where(a, '\t')));
    const uint32_t others = ~json_scan_bits32(white, json_scan_zero()) & 0xFFFFu;
    if (others) return at + (size_t)__builtin_ctz(others);
  }
#endif
  return at + json_scan_whitespace_portable(text + at, length - at);
}

/// Returns true if both texts, each of `length` readable bytes, are equal.
JSON_SCAN_INLINE _Bool json_scan_equal(const uint8_t *text, const uint8_t *other, size_t length) {
#if JSON_SCAN_VECTOR
  if (length >= 16) {
    size_t at = 0;
    for (; length - at > 16; at += 16) {
      if (!json_scan_same(text + at, other + at)) return 0;
    }
    // The last sixteen bytes, some of which may have been compared already.
    return json_scan_same(text + length - 16, other + length - 16);
  }
#endif
  if (length >= 8) {
    return ((json_scan_word(text) ^ json_scan_word(other))
               | (json_scan_word(text + length - 8) ^ json_scan_word(other + length - 8))) == 0
        && (length <= 16 || json_scan_equal_portable(text + 8, other + 8, length - 16));
  }
  return json_scan_equal_portable(text, other, length);
}

#endif
