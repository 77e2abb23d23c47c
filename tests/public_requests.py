"""A small public site and what both servers of files must answer about it."""

from portal.public.sites import Page, switch, write_site

START = "<!doctype html><title>Start</title>" + "<p>Program i kraft" * 50
HOME = "<!doctype html><title>Orust</title>" + "<p>Ett näringslivsprogram" * 50
MISSING = "<!doctype html><title>Sidan finns inte</title>" + "<p>Kontrollera adressen" * 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = b"PK" + bytes(range(256)) * 2000  # large enough to be sent by the server below

SITES = {
    "_shared": [
        Page("/", START.encode(), "text/html"),
        Page("/404.html", MISSING.encode(), "text/html"),
        Page("/region/goteborgsregionen/", b"<!doctype html>GR", "text/html"),
        Page("/static/site.0123456789ab.css", b"p { color: black }" * 50, "text/css"),
        Page("/static/fonts/portal.0123456789ab.woff2", b"wOF2", "font/woff2"),
        Page("/robots.txt", b"User-agent: *", "text/plain"),
    ],
    "orust": [
        Page("/orust/", HOME.encode(), "text/html"),
        Page("/orust/program/planer/2025/17/", b"<!doctype html>17", "text/html"),
        Page("/orust/program/uppfoljning/2025.pdf", b"%PDF-1.7", "application/pdf"),
        Page("/orust/program/uppfoljning/2025.xlsx", SHEET, XLSX),
        Page("/orust/program/uppfoljning/2025.json", b"{}", "application/json"),
        Page("/orust/filer/program.0123456789ab.pdf", b"%PDF-1.4", "application/pdf"),
        Page("/orust/logga.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 9, "image/svg+xml"),
    ],
}

HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"

FOUND = {  # address: type, body
    "/": (HTML, START.encode()),
    "/?utm_source=brev": (HTML, START.encode()),
    "/?x=%2e%2e//": (HTML, START.encode()),
    "/region/goteborgsregionen/": (HTML, b"<!doctype html>GR"),
    "/static/site.0123456789ab.css": ("text/css; charset=utf-8", b"p { color: black }" * 50),
    "/static/fonts/portal.0123456789ab.woff2": ("font/woff2", b"wOF2"),
    "/robots.txt": (TEXT, b"User-agent: *"),
    "/orust/": (HTML, HOME.encode()),
    "/orust/program/planer/2025/17/": (HTML, b"<!doctype html>17"),
    "/orust/program/uppfoljning/2025.pdf": ("application/pdf", b"%PDF-1.7"),
    "/orust/program/uppfoljning/2025.xlsx": (XLSX, SHEET),
    "/orust/program/uppfoljning/2025.json": ("application/json", b"{}"),
    "/orust/filer/program.0123456789ab.pdf": ("application/pdf", b"%PDF-1.4"),
    "/orust/logga.svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 9),
}
MOVED = {
    "/orust": "/orust/",
    "/orust?x=//evil.example/": "/orust/",
    "/orust/program/planer/2025/17": "/orust/program/planer/2025/17/",
    "/region/goteborgsregionen": "/region/goteborgsregionen/",
}
NOWHERE = [
    "/finns-inte/",
    "/finns-inte",
    "/orust/finns-inte/",
    "/orust/program/",  # a folder, but no page
    "/orust/program",
    "/static/",
    "/orust/program/uppfoljning/2025.pdf/",
    "/orust/index.html",
    "/index.html",
    "/404.html",
    "/orust/index.html.gz",
    "/orust/.gz",
    "/index.html.gz",
    "/static/site.0123456789ab.css.gz",
    "/orust/.manifest.json",
    "/.manifest.json",
    "/.orust/",
    "/_shared/",
    "/_shared/index.html",
    "/_shared",
    "/../builds/",
    "/orust/../orust/",
    "/orust/./",
    "/orust/program/../",
    "/orust/..",
    "/orust/%2e%2e/orust/",
    "/orust%2f",
    "/orust%2Fprogram/planer/2025/17/",
    "/%6frust/",
    "/orust/%00",
    "/orust/%0d%0aSet-Cookie:%20a=b",
    "/orust/%0d%0aSet-Cookie:%20a=b/",
    "/orust/%E5/",
    "//orust/",
    "//orust",
    "//evil.example/",
    "//evil.example/..",
    "/orust//",
    "/orust//program/planer/2025/17/",
    "///",
    "/orust\\program/",
    "/ORUST/",
    "/" + "o" * 300 + "/",
]


def put_sites(root):
    for name, pages in SITES.items():
        switch(root, name, write_site(root, name, pages, stamp={"sequence": 1}))
