// Copying text while looking for the bytes that a format has to quote or escape, 32 bytes at a time.
//
// Written in the compiler's portable vectors: one source for every processor, compiled to a compare and a mask
// instruction.
#ifndef C_TEXT_SCAN_H
#define C_TEXT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t text_block __attribute__((ext_vector_type(32)));
typedef bool text_flags __attribute__((ext_vector_type(32)));

/// Bit n is set where byte n of `condition` is all ones.
#define TEXT_MASK(condition)                                              \
  ({                                                                      \
    text_flags flags = __builtin_convertvector((condition), text_flags); \
    uint32_t mask;                                                        \
    __builtin_memcpy(&mask, &flags, sizeof mask);                         \
    mask;                                                                 \
  })

/// Copies `count` bytes, or those before the first that is in the set which `STOPS(block)` names; returns how many.
///
/// `to` must have room for `count` + 31 bytes: what lies behind the copied bytes is overwritten. Nothing is read from
/// beyond `from` + `count` unless `padded` says that 31 more bytes are readable there.
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

/// What the letter of a two-character JSON escape stands for.
static inline __attribute__((always_inline)) uint8_t text_unescaped(uint8_t letter) {
  static const uint8_t controls[32] = {
      ['b' & 31] = 8, ['f' & 31] = 12, ['n' & 31] = 10, ['r' & 31] = 13, ['t' & 31] = 9};
  uint8_t control = (letter >> 5) == 3 ? controls[letter & 31] : 0;
  return control != 0 ? control : letter;
}

#undef TEXT_COPY
#undef TEXT_MASK
#endif
