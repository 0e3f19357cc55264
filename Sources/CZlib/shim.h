#include <zlib.h>

/// `inflateInit2` is a macro, which Swift does not see. Inflate of a gzip member, header and trailer included.
static inline int inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }
