"""Requests to the server: session, CSRF, errors as exceptions, pages as one list, event streams that resume."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import httpx


class ApiError(Exception):
    """The server said no. `code` is stable; `message` is a sentence in the language that was asked for."""

    def __init__(self, status: int, code: str, message: str, fields: list[dict[str, Any]]) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = fields

    def __str__(self) -> str:
        details = [f"{field['path']}: {field['message']}" for field in self.fields]
        return "; ".join([self.message, *details])


class Transport:
    """One signed-in session with a server, or requests by an access token."""

    def __init__(self, url: str, *, token: str = "", language: str = "en", timeout_s: float = 60.0) -> None:
        headers = {"Accept-Language": language, "Referer": url}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(base_url=url.rstrip("/") + "/api", headers=headers, timeout=timeout_s)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, path: str, **query: Any) -> Any:
        return self.request("GET", path, params=_given(query)).json()

    def send(self, method: str, path: str, body: Any = None) -> Any:
        response = self.request(method, path, json=body)
        return response.json() if response.content else None

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every item of a paged list, fetched page by page as it is consumed."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.get(path, cursor=cursor, **query)
            yield from page["items"]
            cursor = page["next"]

    def download(self, path: str, target: Path) -> Path:
        """Write the answer's body to `target`, which appears only when it is complete."""
        partial = target.with_name(f".{target.name}.partial")
        try:
            with self._http.stream("GET", path) as response, partial.open("wb") as file:
                _raise_for_error(response)
                for chunk in response.iter_bytes():
                    file.write(chunk)
            return partial.replace(target)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error
        finally:
            partial.unlink(missing_ok=True)

    def events(self, path: str) -> Iterator[tuple[str, Any]]:
        """Yield (event, data) of a server-sent stream until its `end`; a lost connection resumes behind the last event."""
        last = ""
        while True:
            headers = (
                {"Accept": "text/event-stream", "Last-Event-ID": last} if last else {"Accept": "text/event-stream"}
            )
            try:
                with self._http.stream("GET", path, headers=headers) as response:
                    _raise_for_error(response)
                    for number, event, data in _parse_events(response.iter_lines()):
                        last = number or last
                        yield event, data
                        if event == "end":
                            return
            except httpx.TransportError:
                self.request("GET", "/session")  # raises when the server is gone for good

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        headers = {"X-CSRFToken": self._http.cookies.get("csrftoken") or ""}
        try:
            response = self._http.request(method, path, headers=headers, **arguments)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error
        _raise_for_error(response)
        return response

    def _unreachable(self, error: httpx.TransportError) -> ApiError:
        message = f"No answer from {self._http.base_url}: {error}. Is the server running?"
        return ApiError(0, "unreachable", message, [])


def _given(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _raise_for_error(response: httpx.Response) -> None:
    if response.is_success:
        return
    response.read()
    try:
        body = response.json()
    except ValueError:
        body = {"code": "http_error", "message": f"{response.status_code} {response.reason_phrase}"}
    raise ApiError(response.status_code, body["code"], body["message"], body.get("fields", []))


def _parse_events(lines: Iterator[str]) -> Iterator[tuple[str, str, Any]]:
    number, event, data = "", "message", ""
    for line in lines:
        name, _, value = line.partition(":")
        match name:
            case "id":
                number = value.strip()
            case "event":
                event = value.strip()
            case "data":
                data += value.strip()
            case "" if data:
                yield number, event, json.loads(data)
                event, data = "message", ""
