"""Pictures: what a file is and how large, by its first bytes; nothing is decoded here that could be a bomb."""

from __future__ import annotations

import io
import warnings

from sitegen.output import vector
from sitegen.site.checks import LFS_POINTER

__all__ = ["Bounds", "measure"]

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "AVIF": "image/avif", "MPO": "image/jpeg"}
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_POINTER = b"version https://git-lfs.github.com/spec/"
_TURNED = (5, 6, 7, 8)
"""Values of the EXIF orientation with which width and height change places (Exif 2.32, 4.6.4)."""
_MOST = 4
"""All frames of a moving picture together may have so many times the pixels of a still one."""

Bounds = tuple[int, int]
"""The most pixels and the most frames of a picture."""


def measure(data: bytes, bounds: Bounds) -> tuple[str, int, int] | str:
    """The media type, width and height in pixels as it is seen; or, as text, why this is no picture that can be published."""
    pixels, frames = bounds
    if data.startswith(_POINTER):
        return LFS_POINTER
    if not data:
        return "the file is empty"
    if vector.is_svg(data):
        fault, width, height = vector.judged(data)
        return fault or ("image/svg+xml", width, height)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "it is HEIC, which most browsers can't show"
    if data.startswith((b"GIF87a", b"GIF89a")) and data.count(b"\x21\xf9\x04") > frames:  # counted before anything walks through them
        return f"it has more than {frames} frames"
    import PIL.Image  # here, for most builds meet no new picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with PIL.Image.open(io.BytesIO(data)) as picture:
                kind, (width, height) = picture.format or "", picture.size
                if kind not in _TYPES:
                    return f"pictures of the kind {kind} can't be shown by browsers"
                if width * height > pixels:
                    return f"it has {width} × {height} pixels; the limit is {pixels}"
                count = 1 if kind == "MPO" else getattr(picture, "n_frames", 1)
                if picture.getexif().get(0x0112) in _TURNED:
                    width, height = height, width
    except PIL.Image.DecompressionBombError:
        return f"it has many times more pixels than the limit of {pixels}"
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        return f"it is no picture that can be read ({type(error).__name__})"
    if count > frames:
        return f"it has {count} frames; the limit is {frames}"
    if count * width * height > _MOST * pixels:
        return f"its {count} frames have {count * width * height} pixels; the limit is {_MOST * pixels}"
    return (_TYPES[kind], width, height)
