"""What is made of a picture before it leaves: upright, in sRGB, of eight bits, without a word of what the camera wrote into it.

What enters is the bytes of a file that :mod:`sitegen.output.images` has measured; what leaves is bytes of a picture and nothing
else: no EXIF, GPS, XMP, comment, colour profile or preview (FAULTS 54, 55, 69).  Equal bytes and settings give equal bytes.
Encoders have one thread each, for with several some give other bytes; the worker pool makes use of the processors.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import PIL.Image
import PIL.ImageCms
import PIL.ImageOps
import PIL.ImageSequence

from sitegen.output.cuts import TYPES, Cut, box_of

__all__ = ["LARGEST", "Developed", "Spoilt", "cut", "developed", "opened"]

LARGEST = 2560
"""The longer side of the largest picture that is published, in pixels."""
_SAVING = {
    "avif": {"format": "AVIF", "speed": 8, "quality": 55, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 78, "method": 3},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
}


class Spoilt(Exception):
    """The picture can't be decoded; the words say why."""


@dataclass(frozen=True, slots=True)
class Developed:
    """The published original: its bytes, media type and size in pixels; ``full`` is the size before it was made smaller.

    ``is_moving``: it has frames, and there is nothing else made of it.
    """

    data: bytes
    type: str
    width: int
    height: int
    full: tuple[int, int]
    has_alpha: bool
    is_moving: bool


def developed(data: bytes) -> Developed:
    """The picture as it is published whole; raises :class:`Spoilt`."""
    moving = _moving(data)
    if moving:
        return moving
    picture = opened(data)
    full = picture.size
    if max(full) > LARGEST:
        picture.thumbnail((LARGEST, LARGEST), PIL.Image.Resampling.LANCZOS)
    is_lossless = data.startswith((b"\x89PNG", b"GIF8"))
    format_ = "png" if picture.mode == "RGBA" or is_lossless else "jpg"
    if format_ == "png" and data[8:12] == b"WEBP":
        format_ = "webp"
    return Developed(_saved(picture, format_), TYPES[format_], *picture.size, full, picture.mode == "RGBA", False)


def opened(data: bytes) -> PIL.Image.Image:
    """The picture decoded: upright, RGB or RGBA of eight bits in sRGB, with nothing beside its pixels.  Raises :class:`Spoilt`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with PIL.Image.open(io.BytesIO(data)) as file:
                file.load()
                profile = file.info.get("icc_profile")
                picture = _plain(PIL.ImageOps.exif_transpose(file), profile)
    except MemoryError:
        raise Spoilt("it does not fit into memory") from None
    except (OSError, ValueError, SyntaxError, EOFError, PIL.Image.DecompressionBombError) as error:
        raise Spoilt(f"it is damaged ({error})") from None
    picture.info = {}
    return picture


def _plain(picture: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    """In sRGB, of eight bits; with an alpha channel only where something shows through."""
    if picture.mode.startswith("I") or picture.mode == "F":  # sixteen bits a channel
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    has_alpha = picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info
    alpha = picture.convert("RGBA").getchannel("A") if has_alpha else None
    if picture.mode in {"P", "1", "LA", "PA", "La", "RGBa", "RGBA"}:
        picture = picture.convert("RGB")
    if profile:
        try:
            own = PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = PIL.ImageCms.profileToProfile(picture, own, PIL.ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = made or picture
        except (PIL.ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that is none of this picture's: its numbers are taken as they are
    picture = picture.convert("RGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        picture.putalpha(alpha)
    return picture


def _moving(data: bytes) -> Developed | None:
    """A moving picture, all frames of it, as WebP; None where it stands still."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with PIL.Image.open(io.BytesIO(data)) as file:
                if file.format not in {"GIF", "WEBP", "PNG", "AVIF"} or getattr(file, "n_frames", 1) < 2:
                    return None
                durations, frames = [], []
                for frame in PIL.ImageSequence.Iterator(file):
                    durations.append(int(frame.info.get("duration") or 100))
                    frames.append(frame.convert("RGBA"))
                    frames[-1].info = {}
                loop = int(file.info.get("loop", 1))
        out = io.BytesIO()
        frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=durations, loop=loop, quality=70, method=2)
    except MemoryError:
        raise Spoilt("it does not fit into memory") from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Spoilt(f"it is damaged ({error})") from None
    return Developed(out.getvalue(), "image/webp", *frames[0].size, frames[0].size, True, True)


def cut(picture: PIL.Image.Image, wanted: Cut) -> bytes:
    """One derivative of an :func:`opened` picture."""
    box = box_of(picture.size, wanted.ratio, wanted.focus)
    small = picture.resize((wanted.width, wanted.height), PIL.Image.Resampling.LANCZOS, box, reducing_gap=3.0)
    if small.mode == "RGBA" and wanted.format == "jpg":
        paper = PIL.Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    return _saved(small, wanted.format)


def _saved(picture: PIL.Image.Image, format_: str) -> bytes:
    out = io.BytesIO()
    options = dict(_SAVING[format_])
    picture.save(out, str(options.pop("format")), **options)
    return out.getvalue()
