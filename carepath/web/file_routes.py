"""Files by URL: the sheet, also with a reader's own questions, page, drawing, preview, QR code."""

from __future__ import annotations

from functools import partial
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carepath import library
from carepath.cache import cached_by_owner
from carepath.model import file_urls, selection
from carepath.model.selection import Selection
from carepath.model.urls import address
from carepath.site import Site
from carepath.tables.fault import FaultyTables
from carepath.tables.routing import ALL
from carepath.text import prompts, titles
from carepath.text.messages import DEFAULT_LANGUAGE
from carepath.text.prompts import Entry
from carepath.web import responses
from carepath.web.responses import Content
from carepath.web.workers import Full, Workers

FOLDERS = {
    "handout": ("pdf",),
    "handout/own": ("pdf",),
    "page": ("html",),
    "diagram": ("svg", "png"),
    "preview": ("png",),
}
"""The folders of files, each with the suffixes of its files.

The sheets of `handout/own` have a reader's own questions, which the request body holds.
"""
CODES = {file_urls.code(name, Selection()): name for name in titles.HEADS}
"""The path of the QR code of each page's address -> the page."""
WORKERS = Workers(running=2, waiting=30)
"""A sheet takes about 0.1 s, so the last job of a full queue waits a few seconds; all sheets take
about 1 s."""
RETRY_AFTER = 5
"""In seconds."""
LONGEST_BODY = prompts.MOST * (len("&ask=") + prompts.LONGEST_OWN * 4 * len("%00"))
"""Bytes of the longest list of questions: four per character, each percent-encoded."""


def routes() -> list[Route]:
    """Return the routes of all files."""
    return [
        Route("/handout/own/{name}", _file, methods=["POST"]),
        Route("/handout/own/{name}", _without_questions),
        Route("/handout/{name}", _file, methods=["POST"]),
        *(Route(f"/{folder}/{{name}}", _file) for folder in FOLDERS),
        *(Route(path, _code) for path in CODES),
    ]


def known(path: str) -> bool:
    """Return whether a path is that of a file of any topic, as far as the tables tell."""
    folder, name, suffix = _parts(path)
    if suffix not in FOLDERS.get(folder, ()):
        return False
    if path == f"/handout/{ALL}.pdf":
        return True
    edition = library.state(library.folder()).edition
    return edition is None or any(
        name in topic[DEFAULT_LANGUAGE].pathways.names for topic in edition.values()
    )


def current(path: str) -> str:
    """Return the path of a file with the current name of its answers in place of a former one."""
    folder, name, suffix = _parts(path)
    edition = library.state(library.folder()).edition if folder in FOLDERS else None
    if edition is None:
        return path
    first = next(iter(edition.values()))
    former = first[DEFAULT_LANGUAGE].pathways.former
    return f"/{folder}/{former.get(name, name)}.{suffix}"


def _parts(path: str) -> tuple[str, str, str]:
    """Return the folder of a path, and the stem and the suffix of the file."""
    folder, _, file = path.lstrip("/").rpartition("/")
    stem, _, suffix = file.rpartition(".")
    return folder, stem, suffix


async def _file(request: Request) -> Response:
    # What a reader typed is in the body, never in an address, and isn't stored.
    body = await responses.body(request, LONGEST_BODY)
    try:
        return await WORKERS.run(partial(_made, request, body.decode(errors="replace")))
    except Full:
        return await run_in_threadpool(_busy, request)


def _busy(request: Request) -> Response:
    try:
        pathways = responses.site(request).pathways
    except FaultyTables as faulty:
        return responses.unavailable(request, faulty)
    answers = pathways.names.get(request.path_params["name"].rpartition(".")[0], ())
    lang = selection.meant(request.query_params, "lang")
    view = Selection(answers, lang=lang, topic=pathways.parameter)
    return responses.aside(request, 503, "busy", view.url("/"), {"Retry-After": str(RETRY_AFTER)})


def _without_questions(request: Request) -> Response:
    """Return 405 to a browser that fetches a reader's own sheet again without its questions."""
    plain = f"/handout/{request.path_params['name']}?{request.url.query}"
    return responses.aside(request, 405, "own-sheet", plain, {"Allow": "POST"})


def _questions(site: Site, body: str) -> tuple[str, ...]:
    """Return the questions of a form: each as it is typed (`ask`), or a ready-made one's `id`."""
    entries: list[Entry] = []
    for name, value in parse_qsl(body):
        if name == "ask":
            entries += prompts.own(value)
        elif name == "id":
            entries.append(Entry(id=value))
    return prompts.texts(site.prompts, prompts.joined((), prompts.known(site.prompts, entries)))


def _made(request: Request, body: str) -> Response:
    # Imported lazily: a new server's first page doesn't need what makes files.
    from carepath.files import downloads

    try:
        site = responses.site(request)
        questions = _questions(site, body)
        file = downloads.find(
            library.state(library.folder()).translations(site),
            request.url.path.split("/")[1],
            request.path_params["name"],
            responses.base(request),
            selection.meant(request.query_params, "paper"),
            selection.meant(request.query_params, "size"),
            questions,
        )
    except FaultyTables as faulty:
        return responses.unavailable(request, faulty)
    if file is None:
        return responses.lost(request)
    disposition = "attachment" if request.method == "POST" else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{file.name}"'} | _robots()
    if questions:
        # As in `carepath.files`: a sheet with questions is a reader's own, so nothing caches it.
        headers["Cache-Control"] = "no-store"
        return Response(file.content, media_type=file.media_type, headers=headers)
    return responses.answer(request, _packed(site, file.content), file.media_type, headers)


def _robots() -> dict[str, str]:
    return {} if responses.indexed() else {"X-Robots-Tag": "noindex"}


def _code(request: Request) -> Response:
    """Return the QR code of the address of a page with a reader's selection."""
    # Imported lazily, as above.
    from carepath.content.share import PIXELS
    from carepath.drawing import qr

    try:
        site = responses.site(request)
    except FaultyTables as faulty:
        return responses.unavailable(request, faulty)
    chosen, _ = selection.read(dict(request.query_params), site.pathways, site.languages)
    path = titles.path(CODES[request.url.path])
    code = qr.svg(address(responses.shared(request), path, chosen), PIXELS)
    return responses.answer(request, Content.of(code.encode()), "image/svg+xml", _robots())


@cached_by_owner(maxsize=64)
def _packed(site: Site, plain: bytes) -> Content:
    return Content.of(plain)
