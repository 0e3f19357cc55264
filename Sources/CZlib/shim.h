#include <zlib.h>

/// `deflateInit2` is a macro, which Swift does not see. Raw deflate: no header and no trailer, the window of 32 KiB.
static inline int deflate_init_raw(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

/// Inflate of a gzip member, header and trailer included.
static inline int inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
