// Copying text while looking for the bytes that a format has to quote or escape, 32 bytes at a time.
//
// Written in the compiler's portable vectors: one source for every processor, compiled to a compare and a mask
// instruction.
#ifndef C_TEXT_SCAN_H
#define C_TEXT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CEscapeScan.h"

typedef uint8_t text_block __attribute__((ext_vector_type(32)));
typedef bool text_flags __attribute__((ext_vector_type(32)));

/// Bit n is set if byte n of `condition` is all ones.
#define TEXT_MASK(condition)                                              \
  ({                                                                      \
    text_flags flags = __builtin_convertvector((condition), text_flags); \
    uint32_t mask;                                                        \
    __builtin_memcpy(&mask, &flags, sizeof mask);                         \
    mask;                                                                 \
  })

/// Copies `count` bytes, or those before the first one in the set that `STOPS(block)` names; returns the number of
/// bytes.
///
/// `to` must have room for `count` + 31 bytes, because bytes after the copied ones are overwritten. Nothing is read
/// beyond `from` + `count` unless `padded` declares that 31 more bytes are readable there.
#define TEXT_COPY(STOPS)                                                \
  size_t done = 0;                                                      \
  while (done < count) {                                                \
    size_t left = count - done;                                         \
    text_block block;                                                   \
    if (left >= 32 || padded) {                                         \
      __builtin_memcpy(&block, from + done, 32);                        \
    } else {                                                            \
      block = (text_block)0;                                            \
      __builtin_memcpy(&block, from + done, left);                      \
    }                                                                   \
    __builtin_memcpy(to + done, &block, 32);                            \
    uint32_t mask = TEXT_MASK(STOPS(block));                            \
    if (mask != 0) {                                                    \
      size_t stop = (size_t)__builtin_ctz(mask);                        \
      return stop < left ? done + stop : count;                         \
    }                                                                   \
    done += 32;                                                         \
  }                                                                     \
  return count;

/// Stops at a delimiter, quote, carriage return, line feed or backslash.
static inline __attribute__((always_inline)) size_t text_copy_unquoted(
    uint8_t *to, const uint8_t *from, size_t count, bool padded, uint8_t delimiter) {
#define STOPS(block)                                                                                               \
  (((block) == delimiter) | ((block) == (uint8_t)'"') | ((block) == (uint8_t)'\r') | ((block) == (uint8_t)'\n') | \
   ((block) == (uint8_t)'\\'))
  TEXT_COPY(STOPS)
#undef STOPS
}

/// Stops at a quote or a backslash.
static inline __attribute__((always_inline)) size_t text_copy_quoted(
    uint8_t *to, const uint8_t *from, size_t count, bool padded) {
#define STOPS(block) (((block) == (uint8_t)'"') | ((block) == (uint8_t)'\\'))
  TEXT_COPY(STOPS)
#undef STOPS
}

/// Stops at a quote, a backslash or a control character below 0x20.
static inline __attribute__((always_inline)) size_t text_copy_json(
    uint8_t *to, const uint8_t *from, size_t count, bool padded) {
#define STOPS(block) (((block) == (uint8_t)'"') | ((block) == (uint8_t)'\\') | ((block) < (uint8_t)0x20))
  TEXT_COPY(STOPS)
#undef STOPS
}

/// Returns the character that the letter of a two-character JSON escape represents.
static inline __attribute__((always_inline)) uint8_t text_unescaped(uint8_t letter) {
  static const uint8_t controls[32] = {
      ['b' & 31] = 8, ['f' & 31] = 12, ['n' & 31] = 10, ['r' & 31] = 13, ['t' & 31] = 9};
  uint8_t control = (letter >> 5) == 3 ? controls[letter & 31] : 0;
  return control != 0 ? control : letter;
}

/// The number of bytes that were read and written.
struct text_progress {
  size_t read, written;
};

/// Writes a scalar below 0x10000 as UTF-8; returns its length. `to` must have room for three bytes.
static inline __attribute__((always_inline)) size_t text_put_scalar(uint8_t *to, uint32_t scalar) {
  if (scalar < 0x80) {
    to[0] = (uint8_t)scalar;
    return 1;
  }
  if (scalar < 0x800) {
    to[0] = (uint8_t)(0xC0 | scalar >> 6);
    to[1] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 2;
  }
  to[0] = (uint8_t)(0xE0 | scalar >> 12);
  to[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
  to[2] = (uint8_t)(0x80 | (scalar & 0x3F));
  return 3;
}

/// Rewrites the escape at `from`, of which `left` bytes are readable, at `to`; reads nothing if the caller must handle
/// it.
static inline __attribute__((always_inline)) struct text_progress text_unescape_one(
    uint8_t *to, const uint8_t *from, size_t left, bool as_json) {
  const struct text_progress none = {0, 0};
  if (from[0] != '\\' || left < 2) return none;
  if (from[1] == 'u') {
    const uint32_t unit = left < 6 ? UINT32_MAX : escape_code_unit(from + 2);
    if (unit > 0xFFFF || (unit & 0xF800) == 0xD800 || unit == '"') return none;
    if (as_json && (unit < 0x20 || unit == '\\')) return none;
    return (struct text_progress){6, text_put_scalar(to, unit)};
  }
  if (as_json) {
    if (escape_length(from, 2) == 0) return none;
    const bool is_slash = from[1] == '/';
    to[0] = is_slash ? '/' : '\\';
    to[1] = from[1];
    return (struct text_progress){2, is_slash ? 1 : 2};
  }
  if (from[1] >= 0x80) return none;
  const uint8_t letter = text_unescaped(from[1]);
  to[0] = letter;
  to[1] = '"';
  return (struct text_progress){2, letter == '"' ? 2 : 1};
}

/// Bit n is set if byte n of the 32 bytes at `from` ends a run.
static inline __attribute__((always_inline)) uint32_t text_stops(const uint8_t *from, bool as_json) {
  text_block block;
  __builtin_memcpy(&block, from, 32);
  return as_json ? TEXT_MASK((block == (uint8_t)'"') | (block == (uint8_t)'\\') | (block < (uint8_t)0x20))
                 : TEXT_MASK((block == (uint8_t)'"') | (block == (uint8_t)'\\'));
}

/// Rewrites `count` bytes of a JSON string's raw text: as canonical JSON, or unescaped with quotes doubled as in a
/// quoted CSV field. Stops before rare cases that the caller handles: surrogates, escapes that must remain escaped,
/// unknown escapes, and bytes that a JSON string must escape.
///
/// The output is never longer than the input; `to` must have room for `count` + 64 bytes, and `padded` declares that
/// 31 bytes are readable after the text.
static inline __attribute__((always_inline)) struct text_progress text_unescape(
    uint8_t *to, const uint8_t *from, size_t count, bool padded, bool as_json) {
  struct text_progress done = {0, 0};
  // The stops of 64 bytes are found at once, so that no escape has to wait for the one before it to be read.
  for (size_t block = 0; count - block >= 64 + (padded ? 0 : 31); block += 64) {
    if (done.read >= block + 64) continue;
    uint64_t stops =
        text_stops(from + block, as_json) | (uint64_t)text_stops(from + block + 32, as_json) << 32;
    if (done.read > block) stops &= ~(uint64_t)0 << (done.read - block);
    while (1) {
      const size_t stop = stops ? block + (size_t)__builtin_ctzll(stops) : block + 64;
      const size_t run = stop - done.read;
      __builtin_memcpy(to + done.written, from + done.read, 32);
      if (run > 32) __builtin_memcpy(to + done.written + 32, from + done.read + 32, 32);
      done.read += run;
      done.written += run;
      if (!stops) break;
      const struct text_progress one = text_unescape_one(to + done.written, from + stop, count - stop, as_json);
      if (one.read == 0) return done;
      done.read += one.read;
      done.written += one.written;
      if (done.read - block >= 64) break;
      stops &= ~(uint64_t)0 << (done.read - block);
    }
  }
  while (done.read < count) {
    const size_t left = count - done.read;
    uint8_t *place = to + done.written;
    __builtin_memcpy(place, from + done.read, left >= 32 || padded ? 32 : left);
    // Where fewer were copied, the scratch behind them stops nothing that `left` does not.
    const uint32_t stops = text_stops(place, as_json);
    const size_t run = stops ? (size_t)__builtin_ctz(stops) : 32;
    done.read += run < left ? run : left;
    done.written += run < left ? run : left;
    if (run >= left) break;
    if (!stops) continue;
    const struct text_progress one = text_unescape_one(place + run, from + done.read, left - run, as_json);
    if (one.read == 0) break;
    done.read += one.read;
    done.written += one.written;
  }
  return done;
}

#undef TEXT_COPY
#undef TEXT_MASK
#endif
