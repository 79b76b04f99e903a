"""Which addresses are a video or a post, and what their frame is asked for."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from sitegen.core.embeds import ORIGINS, Embed, embed

VIDEO, POST, STATUS = "aB3_-xyz09Q", "tykhopil_example/101", "1000000000000000001"


@pytest.mark.parametrize(
    ("address", "provider", "frame"),
    [
        *((f"{site}{path}{VIDEO}", "youtube", f"https://www.youtube-nocookie.com/embed/{VIDEO}?autoplay=1")
          for site in ("https://www.youtube.com", "https://youtube.com", "http://m.youtube.com", "https://YouTube.com")
          for path in ("/watch?v=", "/watch?list=PL1&v=", "/shorts/", "/live/", "/embed/")),
        (f"https://youtu.be/{VIDEO}?si=zzz", "youtube", f"https://www.youtube-nocookie.com/embed/{VIDEO}?autoplay=1"),
        (f"https://youtu.be/{VIDEO}?t=90", "youtube", f"https://www.youtube-nocookie.com/embed/{VIDEO}?autoplay=1&start=90"),
        (f"https://youtube.com/watch?v={VIDEO}&t=1h2m3s", "youtube", f"https://www.youtube-nocookie.com/embed/{VIDEO}?autoplay=1&start=3723"),
        (f"https://youtu.be/{VIDEO}?t=soon", "youtube", f"https://www.youtube-nocookie.com/embed/{VIDEO}?autoplay=1"),
        (f"https://t.me/{POST}", "telegram", f"https://t.me/{POST}?embed=1"),
        (f"https://t.me/s/{POST}", "telegram", f"https://t.me/{POST}?embed=1"),
        (f"https://telegram.me/{POST}/?single&comment=3", "telegram", f"https://t.me/{POST}?embed=1"),
        *((f"https://{host}/herald_example/status/{STATUS}{end}", "x", f"https://platform.twitter.com/embed/Tweet.html?id={STATUS}&dnt=true&lang=uk")
          for host in ("x.com", "www.x.com", "twitter.com", "mobile.twitter.com") for end in ("", "/", "?s=20", "/photo/1")),
    ],
)  # fmt: skip
def test_a_video_or_a_post_is_shown_by_its_checked_id(address: str, provider: str, frame: str) -> None:
    assert embed(address, "uk") == Embed(provider, frame)
    assert frame.startswith(ORIGINS[provider] + "/")


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/watch?v={VIDEO}x", "https://www.youtube.com/watch?v=short", "https://www.youtube.com/watch", f"https://www.youtube.com/@{VIDEO}",
        f"https://www.youtube.com/watch?v={VIDEO[:-1]}%22", f"https://youtu.be/{VIDEO}/../x", f"https://youtu.be/a/{VIDEO}", f"https://www.youtube.com/playlist?list={VIDEO}",
        f"https://youtube.com.example.org/watch?v={VIDEO}", f"https://notyoutube.com/watch?v={VIDEO}", f"https://user@youtube.com/watch?v={VIDEO}",
        f"https://youtube.com:8443/watch?v={VIDEO}", f"ftp://youtube.com/watch?v={VIDEO}", f"javascript://youtube.com/watch?v={VIDEO}", f"//youtube.com/watch?v={VIDEO}",
        "https://t.me/tykhopil_example", "https://t.me/tykhopil_example/0", "https://t.me/c/1234567/8", "https://t.me/+abcdefgh/1", "https://t.me/joinchat/AAAA", "https://t.me/tykhopil_example/1/2",
        "https://t.me/tykhopil-example/1", "https://t.me/share/url?url=x", "https://x.com/herald_example", "https://x.com/herald_example/status/", f"https://x.com/herald_example/status/{STATUS}x",
        f"https://x.com/herald_example/status/{STATUS}0", f"https://x.com/i/lists/{STATUS}", f"https://x.com/a%2Fb/status/{STATUS}", "https://example.org/x", "https://[::1/x", "https://x.com:port/a/status/1", "",
    ],
)  # fmt: skip
def test_whatever_is_not_exactly_one_stays_a_link(address: str) -> None:
    assert embed(address) is None


def test_nothing_but_the_id_of_an_address_reaches_the_frame() -> None:
    found = embed(f"https://www.youtube.com/watch?v={VIDEO}&enablejsapi=1&origin=https://evil.example#x")
    assert found and urlsplit(found.frame).query == "autoplay=1"
