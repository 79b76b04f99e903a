"""Pictures: what a file is and how large, by its bytes (the only door to PIL)."""

from __future__ import annotations

import io
import re
import warnings

import PIL.Image

__all__ = ["measure"]

_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "AVIF": "image/avif"}


def measure(data: bytes, pixels: int) -> tuple[str, int, int] | str:
    """The media type, width and height in pixels; or, as text, why this is no picture that can be published."""
    if re.match(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg\b", data[:2000], re.DOTALL):
        return ("image/svg+xml", 0, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PIL.Image.DecompressionBombWarning)
            with PIL.Image.open(io.BytesIO(data)) as picture:
                kind, (width, height) = picture.format or "", picture.size
    except (PIL.Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        return f"it is no picture that can be read ({type(error).__name__})"
    if kind not in _TYPES:
        return f"pictures of the kind {kind} can't be shown by browsers"
    if width * height > pixels:
        return f"it has {width} × {height} pixels; the limit is {pixels}"
    return (_TYPES[kind], width, height)
