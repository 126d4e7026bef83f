"""One small source of each format, made from the same report; the tests and fuzz/readers.py begin from these."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

TITLE = "Shells hit market in Nawa"
BODY = "Regime forces shelled a market in Nawa on Sunday, killing two civilians.\n\nFour more people were injured."
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Shells hit market in Nawa</title>'
    '<meta name="author" content="A. Writer">'
    '<meta property="article:published_time" content="2021-01-24T10:00:00+00:00">'
    '<meta property="og:site_name" content="Radio Ndeke"></head><body><nav><a href="/">Home</a></nav>'
    "<article><h1>Shells hit market in Nawa</h1>"
    + "".join(f"<p>{line} Residents told of many more shells on the roads that day.</p>" for line in BODY.split("\n\n"))
    + "</article><footer>Copyright 2009</footer></body></html>"
)
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Radio Ndeke</title><link>https://example.org/</link><language>en</language>
<item><title>{TITLE}</title><link>https://example.org/1</link><guid>ndeke-1</guid>
<pubDate>Sun, 24 Jan 2021 23:30:00 -0500</pubDate><description>Two killed.</description>
<content:encoded><![CDATA[<p>{BODY.replace(chr(10) * 2, "</p><p>")}</p><script>x()</script>]]></content:encoded></item>
<item><title>Calm returns</title><link>https://example.org/2</link><guid>ndeke-2</guid>
<pubDate>Mon, 25 Jan 2021 08:00:00 GMT</pubDate><description>The road &amp; market are open.</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Monitor</title>
<entry><title>{TITLE}</title><id>tag:example.org,2021:1</id><link href="https://example.org/1"/>
<updated>2021-01-24T10:00:00Z</updated><content
type="html">&lt;p&gt;Two were killed.&lt;/p&gt;</content></entry></feed>"""
TELEGRAM = {
    "name": "Nawa Monitor",
    "type": "public_channel",
    "id": 1234567,
    "messages": [
        {"id": 1, "type": "service", "date": "2021-01-23T10:00:00", "actor": "Nawa Monitor", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2021-01-24T10:00:00",
            "from": "Nawa Monitor",
            "text": ["Shells hit the ", {"type": "bold", "text": "market"}, ' in Nawa: "messages": [ none.'],
        },
        {"id": 3, "type": "message", "date": "2021-01-24T11:00:00", "photo": "p.jpg", "text": ""},
        {"id": 4, "type": "message", "date": "2021-01-25T11:00:00", "text": "Calm returned to Nawa."},
    ],
}
ROWS = [
    {"nr": "a", "day": "2021-01-24", "story": BODY, "paper": "Radio Ndeke"},
    {"nr": "b", "day": "2021-01-25", "story": "Calm returned to Nawa.", "paper": "Radio Ndeke"},
]


def pdf(pages: Sequence[Sequence[str]], title: str = TITLE) -> bytes:
    """A PDF whose pages hold these lines; a page without lines is as a scan is."""
    count = len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(count))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) /CreationDate (D:20220101000000Z) >>".encode(),
    ]
    for number, lines in enumerate(pages):
        shown = "".join("(" + line.replace("(", r"\(").replace(")", r"\)") + ") Tj T* " for line in lines)
        content = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode() if lines else b"0 0 100 100 re f"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {6 + 2 * number} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + item + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def docx() -> bytes:
    """A Word document with a heading, paragraphs and a table."""
    import docx as word

    document = word.Document()
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 0)
    for paragraph in BODY.split("\n\n"):
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Killed", "2"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def parquet() -> bytes:
    """A Parquet table of `ROWS`."""
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), out)
    return out.getvalue()


def eml() -> bytes:
    """A letter in plain text and HTML with an attachment."""
    message = EmailMessage()
    message["From"] = "Radio Ndeke <news@example.org>"
    message["To"] = "list@example.org"
    message["Subject"] = TITLE
    message["Date"] = "Sun, 24 Jan 2021 23:30:00 -0500"
    message["Message-ID"] = "<1@example.org>"
    message.set_content("Regime forces shelled a market in Nawa on Sunday, killing\ntwo civilians.\n-- \nRadio Ndeke\n")
    message.add_alternative(f"<p>{BODY}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    return bytes(message)


def mbox() -> bytes:
    """A mailbox of two letters."""
    letter = eml().replace(b"\r\n", b"\n")
    envelope = b"From news@example.org Sun Jan 24 23:30:00 2021\n"
    return envelope + letter + b"\n" + envelope + letter.replace(b"<1@", b"<2@") + b"\n"


def warc(page: str = PAGE, *, status: str = "200 OK", kind: str = "text/html", packed: bool = True) -> bytes:
    """A web archive with one answered page."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    body = gzip.compress(page.encode())
    headers = StatusAndHeaders(
        status, [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
    )
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "example"}))
    writer.write_record(
        writer.create_warc_record(
            "https://example.org/1",
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2021-01-26T12:00:00Z"},
        )
    )
    return out.getvalue()


def bomb(size: int, name: str = "word/document.xml") -> bytes:
    """A small file that names itself a Word document and unpacks to `size` bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def csv() -> bytes:
    """A CSV of `ROWS`."""
    import csv as tables

    out = io.StringIO(newline="")
    writer = tables.DictWriter(out, list(ROWS[0]))
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode()


def examples() -> dict[str, bytes]:
    """File name to content, one for each format."""
    lines = [TITLE, "", *["Regime forces shelled a market in Nawa on Sunday,", "killing two civilians."]]
    return {
        "a.txt": f"Title: {TITLE}\nDate: 2021-01-24\n\n{BODY}\n".encode(),
        "a.html": PAGE.encode(),
        "a.csv": csv().replace(b"story", b"text"),
        "a.tsv": b"id\ttext\n1\tShells fell.\n",
        "a.jsonl": b"".join(json.dumps({"text": row["story"], "date": row["day"]}).encode() + b"\n" for row in ROWS),
        "a.json": json.dumps([{"text": BODY}]).encode(),
        "result.json": json.dumps(TELEGRAM, indent=1).encode(),
        "a.rss": RSS.encode(),
        "a.atom": ATOM.encode(),
        "a.eml": eml(),
        "a.mbox": mbox(),
        "a.pdf": pdf([lines, ["Four more people were injured."]]),
        "a.docx": docx(),
        "a.parquet": parquet(),
        "a.warc": warc(packed=False),
        "a.warc.gz": warc(),
    }
