"""Reads a safetensors file as the format's description says, with Python's standard library only.

Written apart from the C# reader and sharing nothing with it. Prints what it found as JSON: metadata, and for each tensor
dtype, shape and values; and whether the checksum in the metadata is that of the file.
"""
import hashlib
import json
import math
import struct
import sys

CODES = {"F32": "f", "I64": "q", "F64": "d", "I32": "i", "U8": "B", "BOOL": "?"}


def without_duplicates(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), "duplicate keys"
    return dict(pairs)


def main(path):
    with open(path, "rb") as stream:
        content = stream.read()

    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8:8 + length].decode("utf-8"), object_pairs_hook=without_duplicates)
    data = content[8 + length:]
    metadata = header.pop("__metadata__")

    tensors, position = {}, 0
    for name, tensor in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = tensor["data_offsets"]
        assert begin == position, "gap or overlap"
        layout = struct.Struct(f"<{math.prod(tensor['shape'])}{CODES[tensor['dtype']]}")
        values = layout.unpack(data[begin:end])
        tensors[name] = {"dtype": tensor["dtype"], "shape": tensor["shape"], "values": [repr(value) for value in values]}
        position = end
    assert position == len(data), "bytes left over"

    checksum = metadata["sha256"]
    blanked = content.replace(checksum.encode("ascii"), b"0" * 64)
    verified = hashlib.sha256(blanked).hexdigest() == checksum
    json.dump({"metadata": metadata, "tensors": tensors, "verified": verified}, sys.stdout)


main(sys.argv[1])
