"""Write a tiny PMTiles archive (version 3): one tile at zoom 0, which maps stretch over all zooms."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import mapbox_vector_tile

_HEADER = 127
_UNCOMPRESSED = 1
_VECTOR, _PNG = 1, 2
Colour = tuple[int, int, int]


def write_pictures(file: Path, colour: Colour) -> None:
    """An archive of pictures: the whole world in one colour."""
    row = b"\0" + bytes(colour) * 256
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 256)),
        (b"IEND", b""),
    )
    png = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    _write(file, b"\x89PNG\r\n\x1a\n" + png, _PNG, {})


def write_shapes(file: Path) -> None:
    """An archive of shapes: one area over the whole world in the layer "ground"."""
    square = "POLYGON ((0 0, 0 4096, 4096 4096, 4096 0, 0 0))"
    tile = mapbox_vector_tile.encode([{"name": "ground", "features": [{"geometry": square, "properties": {}}]}])
    _write(file, tile, _VECTOR, {"vector_layers": [{"id": "ground", "fields": {}, "minzoom": 0, "maxzoom": 0}]})


def _write(file: Path, tile: bytes, kind: int, metadata: dict[str, Any]) -> None:
    # the directory: one entry, tile 0, run of 1, its length, its offset + 1
    directory = b"".join(map(_varint, (1, 0, 1, len(tile), 1)))
    told = json.dumps(metadata).encode()
    begin = _HEADER + len(directory)
    tiles = begin + len(told)
    header = b"PMTiles" + struct.pack(
        "<B11QBBBBBBiiiiBii",
        3,
        *(_HEADER, len(directory), begin, len(told), tiles, 0, tiles, len(tile), 1, 1, 1),
        *(1, _UNCOMPRESSED, _UNCOMPRESSED, kind, 0, 0),
        *(-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000),
        *(0, 0, 0),
    )
    file.write_bytes(header + directory + told + tile)


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])
