"""Records of WARC files, for tests."""

from __future__ import annotations

HTML = "<html><body><h1>خبر</h1><p>وصل الوزير.</p></body></html>".encode()


def http(body=HTML, status="200 OK", kind="text/html; charset=utf-8", **headers):
    told = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def record(
    payload,
    kind="response",
    url="https://example.org/1",
    content="application/http; msgtype=response",
    length=None,
    **more,
):
    told = {
        "WARC-Type": kind, "WARC-Record-ID": "<urn:uuid:1>", "WARC-Date": "2023-04-19T21:00:00Z",
        "WARC-Target-URI": url, "Content-Type": content,
        "Content-Length": len(payload) if length is None else length, **more,
    }  # fmt: skip
    return (
        b"WARC/1.0\r\n"
        + "".join(f"{k}: {v}\r\n" for k, v in told.items() if v is not None).encode()
        + b"\r\n"
        + payload
        + b"\r\n\r\n"
    )
