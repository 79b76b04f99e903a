"""``/robots.txt``: who may read, one switch per class of crawler, each known crawler by its own token.

The format is RFC 9309: a crawler obeys the one group that names it, and ``*`` only where
none does; so every known crawler is named, whatever its class is allowed.  The tokens are those the operators
publish and the community list ai.robots.txt gathers; operators add and rename theirs, so the lists want looking
through with each release.  A crawler that does not read robots.txt is not stopped by it.
"""

from __future__ import annotations

from sitegen.core.task import Ask
from sitegen.output.sitemaps import news_sitemap_name

__all__ = ["CRAWLERS", "render_robots"]

CRAWLERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ai_training", "Collection for training models", (
        "GPTBot", "ClaudeBot", "anthropic-ai", "Claude-Web", "Google-Extended", "Applebot-Extended", "CCBot",
        "meta-externalagent", "FacebookBot", "Amazonbot", "Bytespider", "AI2Bot", "Ai2Bot-Dolma", "DeepSeekBot",
        "cohere-training-data-crawler", "Diffbot", "PanguBot", "ICC-Crawler", "SBIntuitionsBot", "omgili", "omgilibot",
        "img2dataset", "LAIONDownloader", "FriendlyCrawler", "Timpibot",
    )),
    ("ai_search", "Search and answers made by models, with links", (
        "OAI-SearchBot", "Claude-SearchBot", "PerplexityBot", "meta-webindexer", "Amzn-SearchBot", "AzureAI-SearchBot",
        "DuckAssistBot", "YouBot", "Andibot", "ExaSearchBot",
    )),
    ("user_fetch", "A fetch that a person asked a model for", (
        "ChatGPT-User", "Claude-User", "Perplexity-User", "MistralAI-User", "meta-externalfetcher", "Amzn-User",
        "Google-Agent", "GoogleAgent-URLContext", "Gemini-Deep-Research", "Google-NotebookLM", "Kimi-User",
        "kagi-fetcher", "Manus-User", "cohere-ai",
    )),
    ("search", "Search engines", (
        "Googlebot", "Googlebot-News", "Googlebot-Image", "Googlebot-Video", "Bingbot", "DuckDuckBot", "Applebot",
        "Slurp", "Bravebot", "MojeekBot", "Qwantbot", "SeznamBot", "Baiduspider", "Yeti", "PetalBot",
    )),
)
"""(setting below ``[robots]``, what it is, tokens).

Search engines come last: a crawler that takes the first group whose token its own name holds (as Python's
``urllib.robotparser`` does) would else let ``Applebot`` speak for ``Applebot-Extended``."""


def render_robots(ask: Ask) -> bytes:
    """The file's bytes; crawlers that nobody knows are treated as search engines are."""
    base: str = ask("config", "base_url", "")
    path: str = ask("config", "base_path", "")
    groups = [_group(f"{words}: [robots] {key}", tokens, path, allowed=bool(ask("config", f"robots.{key}", "")))
              for key, words, tokens in CRAWLERS]
    groups.append(_group("All others", ("*",), path, allowed=bool(ask("config", "robots.search", ""))))
    names = ["sitemap.xml", *(news_sitemap_name(number) for number in range(1, max(ask("news_files"), 1) + 1))]
    groups.append("".join(f"Sitemap: {base}{name}\n" for name in names))
    return "\n".join(groups).encode()


def _group(words: str, tokens: tuple[str, ...], path: str, *, allowed: bool) -> str:
    rule = f"{'Allow' if allowed else 'Disallow'}: {path}"
    return "".join(f"{row}\n" for row in (f"# {words}", *(f"User-agent: {token}" for token in tokens), rule))
