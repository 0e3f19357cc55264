#!/usr/bin/env python3
"""frames.py FILE: FILE holds pairs of stretches of bytes, each after its length in four bytes: bytes, and a Zstandard frame of them.

Decompresses each frame through pyarrow (the reference's library), compares, and ends with 1 where any differs.
"""
import struct
import sys

import pyarrow


def stretches(data):
    position = 0
    while position < len(data):
        (length,) = struct.unpack_from("<I", data, position)
        yield data[position + 4:position + 4 + length]
        position += 4 + length


def main(path):
    with open(path, "rb") as file:
        parts = list(stretches(file.read()))
    codec = pyarrow.Codec("zstd")
    wrong = 0
    raw = ours = reference = 0
    for number, (content, frame) in enumerate(zip(parts[::2], parts[1::2])):
        try:
            same = codec.decompress(frame, decompressed_size=len(content), asbytes=True) == content
            reason = "other content"
        except Exception as error:
            same, reason = False, str(error)
        if not same:
            wrong += 1
            print(f"frame {number} of {len(content)} bytes: {reason}")
        raw, ours = raw + len(content), ours + len(frame)
        reference += len(pyarrow.Codec("zstd", compression_level=3).compress(content, asbytes=True))
    print(f"{len(parts) // 2} frames, {raw} bytes, {ours} compressed, {reference} by the reference's level 3")
    return 1 if wrong or not parts or ours > reference * 1.02 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
