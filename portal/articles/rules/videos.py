"""A video has captions and a still picture beside it, for those who do not hear it or do not start it."""

from collections.abc import Iterator

from portal.articles.picture_sizes import captions_of, is_video, posters_of
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    for page in context.linking:
        for link in page.links:
            path = f"{page.lang}/{link.path}"
            if not (link.is_picture and is_video(path) and path in context.files):
                continue
            if captions_of(path) not in context.files:
                hint = f"Put WebVTT captions beside it as `{captions_of(link.path)}`."
                yield Finding(page.file, link.line, f"The video `{link.target}` has no captions.", hint)
            if not any(poster in context.files for poster in posters_of(path)):
                hint = f"Put a still of it beside it as `{posters_of(link.path)[1]}`."
                yield Finding(page.file, link.line, f"The video `{link.target}` has no still picture.", hint)


RULE = ContentRule("videos", "Videos have captions and a still picture.", _find, stops_build=True)
